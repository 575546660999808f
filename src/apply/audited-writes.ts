import type { Agent } from '../domain/problem.ts'
import type { LayoutHint, NodePool, ReplicaSet } from '../domain/step.ts'
import type { AuditTrail } from './audit-trail.ts'
import type { ClusterWriter } from './cluster-writer.ts'

/** Who writes and why, and where that is recorded. */
export interface WriteContext {
  readonly audit: AuditTrail
  readonly now: () => Date
  readonly actor: string
  readonly reason: string
}

/** One thing that has a value in a cluster: how to read it, how to write it, and what it is called. */
export interface Setting<Value> {
  readonly what: string
  readonly read: () => Promise<Value>
  readonly write: (value: Value) => Promise<void>
}

/** Writes a value and records it: that it is meant to be, then what came of it. Without a record, nothing is written. */
export async function writeAudited<Value>({ what, write }: Setting<Value>, old: Value, value: Value, context: WriteContext): Promise<void> {
  const note = (outcome: 'intended' | 'done' | 'failed') =>
    context.audit.record({ at: context.now(), who: context.actor, what, outcome, old, new: value, reason: context.reason })
  await note('intended')
  try {
    await write(value)
  } catch (cause) {
    await note('failed').catch(() => undefined)
    throw cause
  }
  await note('done')
}

export function nodesSetting(writer: ClusterWriter, { cluster, instanceType, capacityType, zone }: NodePool): Setting<number> {
  const pool = { cluster, instanceType, capacityType, ...(zone === undefined ? {} : { zone }) }
  return {
    what: `nodes ${instanceType} ${capacityType} in ${cluster}${zone === undefined ? '' : `, zone ${zone}`}`,
    read: () => writer.nodes(pool),
    write: (count) => writer.resizeNodes(pool, count),
  }
}

export function replicasSetting(writer: ClusterWriter, replicaSet: ReplicaSet, layout: readonly LayoutHint[]): Setting<number> {
  const { agent, cluster, capacityType } = replicaSet
  const set = { agent, cluster, capacityType }
  return {
    what: `replicas of ${agent} in ${cluster} on ${capacityType} nodes`,
    read: () => writer.replicas(set),
    write: (replicas) => writer.scale(set, replicas, layout),
  }
}

export function requestsSetting(writer: ClusterWriter, agent: string): Setting<Agent['requests']> {
  return {
    what: `requests of ${agent}`,
    read: () => writer.requests(agent),
    write: (requests) => writer.setRequests(agent, requests),
  }
}
