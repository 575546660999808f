import type { Machine } from '../../../domain/catalogue.ts'
import type { Finding } from '../../../domain/finding.ts'
import type { CapacityWorld } from './described-cluster.ts'
import { computedFor, type MeasuredCluster } from './measured-nodes.ts'
import { namesInWords } from './names-in-words.ts'
import type { ClusterPlace } from './place-of-cluster.ts'
import { kindOf, type StandingNode, subjectOf } from './standing-nodes.ts'

/** A node without a price would make today too cheap, or stop the planning of all other clusters. */
export function pricedNodes(
  cluster: string,
  { provider, region }: ClusterPlace,
  nodes: readonly StandingNode[],
  machines: readonly Machine[],
  findings: Finding[],
): StandingNode[] {
  const byType = new Map(machines.map((machine) => [machine.instanceType, machine]))
  const isPriced = ({ instanceType, capacityType }: StandingNode) =>
    (capacityType === 'spot' ? byType.get(instanceType)?.spot : byType.get(instanceType)?.onDemand) !== undefined
  const unpriced = nodes.filter((node) => !isPriced(node))
  for (const alike of Map.groupBy(unpriced, kindOf).values()) {
    const [{ instanceType, capacityType }] = alike as [StandingNode]
    const known = byType.has(instanceType)
    const what = known ? `no ${capacityType} price of ${instanceType} is known` : `the machine type ${instanceType} is not known`
    findings.push({
      severity: 'error',
      cluster,
      subject: subjectOf(alike.map(({ object }) => object.name)),
      message: `${what} in ${provider} ${region}: left out with all that stands there, agents too`,
      remedy: 'give it in a price file of your own, or check the labels of the node',
    })
  }
  return nodes.filter(isPriced)
}

/** One machine of which nobody knows how many pods it may hold must not stop the planning of all. */
export function withKnownCapacity(
  cluster: string,
  { provider }: ClusterPlace,
  machines: readonly Machine[],
  { measured, ...settings }: MeasuredCluster,
  { allocatable }: CapacityWorld,
  findings: Finding[],
): Machine[] {
  const seen = new Set(measured.map(({ instanceType }) => instanceType))
  const isKnown = (shape: Machine) =>
    seen.has(shape.instanceType) || computedFor(() => allocatable({ provider, shape, headroom: 0, ...settings })) !== undefined
  const unknown = machines.filter((machine) => !isKnown(machine)).map(({ instanceType }) => instanceType)
  if (unknown.length > 0) {
    const message = `how many pods a node may hold is not known of ${namesInWords(unknown)}: nothing new is planned of them`
    findings.push({ severity: 'note', cluster, subject: 'machine types', message, remedy: 'set maxPodsPerNode' })
  }
  return machines.filter(isKnown)
}
