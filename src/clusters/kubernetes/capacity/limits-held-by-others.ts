import type { Machine } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { FleetCluster } from '../../../domain/fleet.ts'
import type { StandingNode } from './standing-nodes.ts'

const WORDS = { nodes: 'nodes', vcpu: 'vCPU', spotVcpu: 'spot vCPU', gpu: 'GPUs' } as const
type Limit = keyof typeof WORDS

/** Limits that no plan can keep, because pods that are no agents hold more than they allow: told before a solver finds no plan at all. */
export function limitsHeldByOthers(
  { id, limits = {} }: Pick<FleetCluster, 'id' | 'limits'>,
  nodes: readonly StandingNode[],
  machines: readonly Machine[],
): Finding[] {
  const held = nodes.filter(({ bystanders }) => bystanders.length > 0)
  return (Object.keys(WORDS) as Limit[]).flatMap((limit): Finding[] => {
    const most = limits[limit]
    const used = held.reduce((sum, node) => sum + amountOf(limit, node, machines), 0)
    if (most === undefined || used <= most) return []
    const message = `the cluster may have ${most} ${WORDS[limit]}, and pods that are no agents already hold nodes of ${used}: no plan can keep that`
    return [{ severity: 'error', cluster: id, subject: `limits.${limit}`, message, remedy: `raise it to at least ${used}` }]
  })
}

function amountOf(limit: Limit, { instanceType, capacityType }: StandingNode, machines: readonly Machine[]): number {
  const { vcpu, gpu } = machines.find((machine) => machine.instanceType === instanceType)!
  return { nodes: 1, vcpu, spotVcpu: capacityType === 'spot' ? vcpu : 0, gpu }[limit]
}
