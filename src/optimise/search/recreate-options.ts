import type { Candidates } from './candidates.ts'
import { roomInGroup } from './room.ts'
import type { State } from './state.ts'
import type { Values } from './values.ts'

export interface RecreateOptions {
  readonly values: Values
  /** Machines to try for a shape, by group. */
  readonly candidates: Candidates
  /** Most replicas of an agent in a group [a × groupCount + g]; undefined: as the rules say. */
  readonly wanted: Int32Array | undefined
  /** How many new nodes are weighed each time. */
  readonly tries: number
  /** The chance that a new node gets only some of the pods of an agent that fit. */
  readonly part: number
  /** The chance that a node is passed over: a little blindness finds other packings. */
  readonly blink: number
}

/** Replicas that rules and the guide leave to an agent in a group. */
export function guidedRoom(state: State, agent: number, group: number, zone: number, { wanted }: RecreateOptions): number {
  const most = roomInGroup(state, agent, group, zone)
  if (!wanted || most <= 0) return most
  const at = agent * state.space.groupCount + group
  return Math.min(most, wanted[at] - state.counts.replicas[at])
}
