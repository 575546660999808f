import { isDeepStrictEqual } from 'node:util'
import type { LayoutHint, ReplicaSet, ScaleReplicas, Step } from '../domain/step.ts'
import { nodesSetting, replicasSetting, requestsSetting, type Setting, type WriteContext, writeAudited } from './audited-writes.ts'
import type { ClusterWriter } from './cluster-writer.ts'

/**
 * Where putting back begins when a step fails: the last point before it at which every agent had all of its scaling behind it or before it,
 * with the nodes that were started for what follows. From there on the steps retrace states in which every floor held.
 */
export function firstToPutBack(steps: readonly Step[], failedAt: number): number {
  let first = failedAt
  while (first > 0 && (splitsAnAgent(steps, first) || steps[first - 1].kind === 'start-nodes')) first -= 1
  return first
}

function splitsAnAgent(steps: readonly Step[], at: number): boolean {
  const before = new Set(steps.slice(0, at).flatMap(scaledAgent))
  return steps.slice(at).some((step) => scaledAgent(step).some((agent) => before.has(agent)))
}

function scaledAgent(step: Step): string[] {
  return step.kind === 'grow' || step.kind === 'shrink' || step.kind === 'wait' ? [step.agent] : []
}

/**
 * Brings back what a step changed, whether it was done in whole, in part or not at all; the steps after it are back already.
 * What was grown is given up only once the agent's other replicas are ready as they were: somebody else may have taken some of them.
 */
export async function putBack(steps: readonly Step[], at: number, writer: ClusterWriter, context: WriteContext): Promise<void> {
  const step = steps[at]
  switch (step.kind) {
    case 'start-nodes':
    case 'stop-nodes':
      return restore(nodesSetting(writer, step), step.from, context)
    case 'grow':
      for (const other of scaledAfter(steps, at, step)) await writer.waitUntilReady(replicaSetOf(other), other.from)
      return restore(replicasSetting(writer, step, layoutAfter(step)), step.from, context)
    case 'shrink':
      await restore(replicasSetting(writer, step, layoutAfter(step)), step.from, context)
      return writer.waitUntilReady(replicaSetOf(step), step.from)
    case 'wait':
      return
    case 'right-size':
      return restore(requestsSetting(writer, step.agent), step.from, context)
  }
}

/** The next scaling of each other place of the agent, done or not: what it starts from is what stood there when this step was taken. */
function scaledAfter(steps: readonly Step[], at: number, { agent, cluster, capacityType }: ReplicaSet): ScaleReplicas[] {
  const place = (set: ReplicaSet) => `${set.cluster}|${set.capacityType}`
  const met = new Set([place({ agent, cluster, capacityType })])
  return steps.slice(at + 1).flatMap((step) => {
    if ((step.kind !== 'grow' && step.kind !== 'shrink') || step.agent !== agent || met.has(place(step))) return []
    met.add(place(step))
    return step.from > 0 ? [step] : []
  })
}

const replicaSetOf = ({ agent, cluster, capacityType }: ReplicaSet): ReplicaSet => ({ agent, cluster, capacityType })

async function restore<Value>(setting: Setting<Value>, value: Value, context: WriteContext): Promise<void> {
  const now = await setting.read()
  if (!isDeepStrictEqual(now, value)) await writeAudited(setting, now, value, context)
}

/** The step's layout as it looks once the step is done: where to find again what it changed. */
function layoutAfter({ kind, agent, layout }: ScaleReplicas): LayoutHint[] {
  const sign = kind === 'grow' ? 1 : -1
  return layout.map(({ node, count, replicas }) => {
    const before = node.pods.find((pod) => pod.agent === agent)?.replicas ?? 0
    const others = node.pods.filter((pod) => pod.agent !== agent)
    const pods = [...others, { agent, replicas: before + sign * replicas }]
    return { node: { ...node, pods }, count, replicas }
  })
}
