import type { PriceJudgement } from '../catalogue/freshness.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet } from '../domain/fleet.ts'
import type { Problem } from '../domain/problem.ts'
import type { SpotOffer } from '../domain/spot-offer.ts'
import type { PriceAge } from '../reports/findings.ts'
import { fleetTonight } from './fleet-tonight.ts'
import { NO_NEWS, type RefreshNews, refreshedPrices } from './live-prices.ts'
import type { DescribedFleet, NightParts, NightSettings } from './night-parts.ts'
import { refuseToAct } from './refuse-to-act.ts'
import { withUnlistedNodes } from './unlisted-nodes.ts'

/** What a night is about. */
export interface NightProblem {
  /** Providers that the bundled catalogue knows: those that a fleet can be moved to as a whole. */
  readonly clouds: readonly string[]
  readonly catalogue: Catalogue
  readonly prices: PriceAge
  /** Of what time the catalogue and the judgement of its prices are. */
  readonly cataloguedAt: Date
  readonly described: DescribedFleet
  readonly fleet: Fleet
  /** False where it begins anew from its description. */
  readonly isAsLeft: boolean
  readonly problem: Problem
  readonly spotOffers: readonly SpotOffer[]
  readonly notes: readonly string[]
}

/**
 * From prices and the fleet to the problem. Throws InputError or StalePricesError, before anything is solved, where the fleet may not be
 * acted on as asked.
 */
export async function readNight(parts: NightParts, settings: NightSettings): Promise<NightProblem> {
  const news = await readPrices(parts)
  parts.onProgress({ stage: 'reading the catalogue' })
  const cataloguedAt = parts.now()
  const clouds = await parts.readCatalogue(cataloguedAt)
  parts.onProgress({ stage: 'reading the fleet' })
  const described = await parts.readFleet(clouds)
  const { catalogue } = described
  const { fleet: asItStands, isAsLeft, notes } = await fleetTonight(described, parts.store.simulatedFleets)
  const judged = await parts.livePrices?.judge(asItStands, news.unread, cataloguedAt)
  const judgement = judged && withUnlistedNodes(judged, asItStands, catalogue)
  if (settings.apply) refuseToAct(described, settings, judgement)
  parts.onProgress({ stage: 'building the problem' })
  const { problem, fleet, spotOffers, notes: assumed } = parts.buildProblem(asItStands, catalogue)
  const prices = priceAgeOf(catalogue, judgement, parts)
  const about = { clouds: clouds.providers, catalogue, prices, cataloguedAt, described, fleet, isAsLeft, spotOffers }
  return { ...about, problem, notes: [...notes, ...(described.notes ?? []), ...(judgement?.warnings ?? []), ...news.notes, ...assumed] }
}

async function readPrices({ livePrices, onProgress }: NightParts): Promise<RefreshNews> {
  if (!livePrices?.refresh) return NO_NEWS
  onProgress({ stage: 'reading prices' })
  return refreshedPrices(livePrices.refresh)
}

function priceAgeOf(catalogue: Catalogue, judgement: PriceJudgement | undefined, { priceAge, now }: NightParts): PriceAge {
  const sentence = priceAge(catalogue, now())
  return {
    asOf: catalogue.oldestPriceAt,
    ...(sentence !== undefined && { sentence }),
    ...(judgement && { warnings: judgement.warnings, mayAct: judgement.mayAct }),
  }
}
