import { ALL_REGIONS, type Commitment, coversPlace, poolOf } from '../../domain/commitment.ts'
import type { Cluster, Quota } from '../../domain/problem.ts'
import type { Remarks } from '../remarks.ts'

/** What several clusters share of a commitment: no node of it is had twice. Notes the commitments that no cluster can use. */
export function sharedQuotas(clusters: readonly Cluster[], commitments: readonly Commitment[], { notes }: Remarks): Quota[] {
  return [...Map.groupBy(commitments, poolOf)].flatMap(([id, pool]) => {
    const { instanceType } = pool[0]!
    const sharing = clusters.filter((cluster) => coversPlace(pool[0]!, cluster) && offersReserved(cluster, instanceType))
    if (sharing.length === 0) notes.push(unusable(pool[0]!))
    if (sharing.length < 2) return []
    const nodes = pool.reduce((sum, { count }) => sum + count, 0)
    return [
      { id, clusters: sharing.map((cluster) => cluster.id), instanceTypes: [instanceType], capacityTypes: ['reserved' as const], nodes },
    ]
  })
}

const offersReserved = ({ offers }: Cluster, instanceType: string): boolean =>
  offers.some((offer) => offer.instanceType === instanceType && offer.capacityType === 'reserved')

function unusable({ source, line, count, instanceType, provider, region }: Commitment): string {
  const where = region === ALL_REGIONS ? provider : `${provider} ${region}`
  return `${source}, line ${line}: no cluster can use what is committed of ${count} ${instanceType}: none stands in ${where}, or the machine type is not known there.`
}
