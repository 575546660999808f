import type { Listing } from '../prices/formats.ts'
import type { FleetShown } from './fleet-shown.ts'

/** What stands in each cluster and is no agent, summed by namespace. */
export function bystanderRows({ clusters }: FleetShown) {
  return clusters.flatMap(({ snapshot, capacity }) => {
    const namespaces = Map.groupBy(capacity.workloads, ({ namespace }) => namespace)
    return [...namespaces]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([namespace, own]) => ({
        cluster: snapshot.cluster,
        namespace,
        workloads: own.length,
        pods: own.reduce((sum, { pods }) => sum + pods, 0),
        cpu: sumOf(own.map(({ requests }) => requests.cpu)),
        memoryGiB: sumOf(own.map(({ requests }) => requests.memoryGiB)),
        gpu: sumOf(own.map(({ requests }) => requests.gpu)),
      }))
  })
}

const sumOf = (amounts: readonly number[]): number => Number(amounts.reduce((sum, one) => sum + one, 0).toFixed(6))

const HEADINGS = {
  cluster: 'cluster',
  namespace: 'namespace',
  workloads: 'workloads',
  pods: 'pods',
  cpu: 'vCPU asked',
  memoryGiB: 'GiB asked',
  gpu: 'GPUs',
}

export const bystandersListing = (shown: FleetShown): Listing => ({
  name: 'bystanders',
  columns: Object.keys(HEADINGS),
  headings: HEADINGS,
  rows: bystanderRows(shown),
})
