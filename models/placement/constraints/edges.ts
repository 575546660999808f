import { INTERNET } from '../../../src/domain/problem.ts'
import type { Instance, InstanceAgent } from '../../instance/instance.ts'

/** Traffic from one agent to another, or to the internet, that has replicas at both ends. */
export interface Edge {
  readonly from: InstanceAgent
  /** undefined: to the internet. */
  readonly to: InstanceAgent | undefined
  readonly gibPerHour: number
}

export function edgesOf({ agents }: Instance): Edge[] {
  const byId = new Map(agents.map((agent) => [agent.agent.id, agent]))
  return agents.flatMap((from) =>
    (from.agent.traffic ?? []).flatMap(({ to, gibPerHour }) => {
      const receiver = byId.get(to)
      return to === INTERNET || receiver ? [{ from, to: receiver, gibPerHour }] : []
    }),
  )
}
