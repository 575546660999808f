import type { Catalogue, Machine } from '../../../domain/catalogue.ts'
import type { FleetCluster } from '../../../domain/fleet.ts'
import { machineFamily } from '../../../domain/machine-family.ts'
import type { ClusterFacts } from '../agents/agents-config.ts'

/** What its agents are read against. */
export function clusterFacts(cluster: FleetCluster, tags: readonly string[], catalogue: Catalogue): ClusterFacts {
  const { id, provider, region, zones } = cluster
  const machines = catalogue.machines(provider, region).filter((machine) => mayHave(cluster, machine))
  return { id, provider, region, zones, tags, machines }
}

function mayHave({ growsFrom }: FleetCluster, { instanceType, vcpu }: Machine): boolean {
  if (growsFrom.instanceTypes.includes(instanceType)) return true
  return growsFrom.families.includes(machineFamily(instanceType)) && vcpu <= (growsFrom.maxVcpu ?? Number.POSITIVE_INFINITY)
}
