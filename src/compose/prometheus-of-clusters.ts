import type { Prometheus } from '../clusters/utilisation/prometheus/prometheus.ts'
import type { ConfiguredFleet } from '../fleet-config/schema.ts'

/** The Prometheus of each cluster that has one, by cluster; none is called yet. Throws InputError for an address that is not taken. */
export async function prometheusOfClusters({ clusters }: ConfiguredFleet): Promise<ReadonlyMap<string, Prometheus>> {
  const { prometheusAt } = await import('../clusters/utilisation/prometheus/prometheus.ts')
  return new Map(
    clusters.flatMap(({ id, prometheus }, at) =>
      prometheus ? [[id, prometheusAt(prometheus, `fleet.clusters[${at}].prometheus`)] as const] : [],
    ),
  )
}
