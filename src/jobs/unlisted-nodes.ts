import type { PriceJudgement } from '../catalogue/freshness.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'

/** The judgement of prices with what runs on machines that are no longer listed: told, and nothing is acted on. */
export function withUnlistedNodes(judgement: PriceJudgement, fleet: Fleet, catalogue: Catalogue): PriceJudgement {
  const sentences = [...new Set(fleet.clusters.flatMap((cluster) => unlistedIn(cluster, catalogue)))]
  if (sentences.length === 0) return judgement
  const { feeds, reasons, warnings } = judgement
  return Object.freeze({ feeds, mayAct: false, reasons: [...reasons, ...sentences], warnings: [...sentences, ...warnings] })
}

function unlistedIn({ id, provider, region, nodes }: Fleet['clusters'][number], catalogue: Catalogue): string[] {
  const unlisted = new Map(
    catalogue
      .machines(provider, region)
      .filter(({ isUnlisted }) => isUnlisted)
      .map((machine) => [machine.instanceType, machine]),
  )
  return nodes.flatMap(({ instanceType }) => {
    const price = unlisted.get(instanceType)?.onDemand
    if (!price) return []
    const stand = `what runs of it in ${id} counts at the bundled ${price.usdPerHour} USD/h of ${price.asOf.slice(0, 10)}`
    return [`${provider} ${region} lists no price of ${instanceType}: ${stand}, and no more of it is offered`]
  })
}
