import type { Catalogue } from '../domain/catalogue.ts'
import type { Fleet, FleetCluster } from '../domain/fleet.ts'
import { didYouMean } from '../domain/nearest-name.ts'
import type { Remarks } from './remarks.ts'

/** Where a cluster stands, and every tag that a policy may name. */
export interface Site {
  readonly latitude: number
  readonly longitude: number
  readonly tags: readonly string[]
}

/**
 * The site of a cluster: its region's place and jurisdictions, its operator's own jurisdiction as `operator:XX`, and the user's tags.
 * Unknown is a mistake: a policy against an operator must never pass because nobody knew who the operator is.
 */
export function siteOf(
  cluster: FleetCluster,
  path: string,
  fleet: Pick<Fleet, 'operators'>,
  catalogue: Catalogue,
  remarks: Remarks,
): Site | undefined {
  const operator = fleet.operators.find(({ provider }) => provider === cluster.provider)
  const own = operator?.regions.find(({ region }) => region === cluster.region)
  const region = own ? { ...own, tags: [own.country, ...own.tags] } : catalogue.region(cluster.provider, cluster.region)
  const jurisdiction = operator?.jurisdiction ?? catalogue.operatorJurisdiction(cluster.provider)
  if (!jurisdiction) remarks.issues.push(unknownOperator(cluster, path))
  if (!region) remarks.issues.push(unknownRegion(cluster, path, fleet, catalogue))
  if (!region || !jurisdiction) return undefined
  const tags = [...new Set([...region.tags, `operator:${jurisdiction}`, ...cluster.tags])]
  return { latitude: region.latitude, longitude: region.longitude, tags }
}

function unknownOperator({ provider }: FleetCluster, path: string) {
  return {
    path: `${path}.provider`,
    message: `nobody says under whose law "${provider}" operates`,
    remedy: 'describe it under `operators`, with its jurisdiction and regions',
  }
}

function unknownRegion({ provider, region }: FleetCluster, path: string, fleet: Pick<Fleet, 'operators'>, catalogue: Catalogue) {
  const known = [
    ...catalogue.regionsOf(provider).map((one) => one.region),
    ...fleet.operators.filter((operator) => operator.provider === provider).flatMap(({ regions }) => regions.map((one) => one.region)),
  ]
  return { path: `${path}.region`, message: `"${provider}" has no region "${region}"`, remedy: didYouMean(region, known) }
}
