import { type Fleet, replicasToday } from '../domain/fleet.ts'
import type { Problem } from '../domain/problem.ts'
import type { ReplicaSet, Step } from '../domain/step.ts'
import type { Replicas } from '../domain/units.ts'

/** A step after which fewer replicas of an agent are sure to be ready than its floor asks for. */
export interface BrokenFloor {
  readonly agent: string
  /** Counted from 1, as people do. */
  readonly stepNumber: number
  readonly ready: Replicas
  readonly floor: Replicas
}

/** Steps that take an agent below the smaller of what is demanded and what it had. Replays them apart from how they were planned: replicas that were grown count once they were waited for, those that were shrunk are gone at once. */
export function brokenFloors(problem: Problem, fleet: Fleet, steps: readonly Step[]): BrokenFloor[] {
  const ready = readyToday(fleet)
  const floors = new Map(problem.agents.map(({ id, replicas }) => [id, Math.min(replicas, readyOf(ready, id))]))
  return steps.flatMap((step, at) => {
    if (step.kind === 'wait') setReady(ready, step, step.replicas)
    if (step.kind !== 'shrink') return []
    setReady(ready, step, Math.min(step.to, ready.get(step.agent)?.get(placeOf(step)) ?? 0))
    const left = readyOf(ready, step.agent)
    const floor = floors.get(step.agent) ?? 0
    return left < floor ? [{ agent: step.agent, stepNumber: at + 1, ready: left, floor }] : []
  })
}

type Ready = Map<string, Map<string, Replicas>>

function readyToday(fleet: Fleet): Ready {
  return new Map(
    fleet.agents.map(({ id }) => [
      id,
      new Map(replicasToday(fleet, id).map((place) => [placeOf({ agent: id, ...place }), place.replicas])),
    ]),
  )
}

function setReady(ready: Ready, set: ReplicaSet, replicas: Replicas): void {
  ready.set(set.agent, new Map(ready.get(set.agent)).set(placeOf(set), replicas))
}

const readyOf = (ready: Ready, agent: string): Replicas =>
  [...(ready.get(agent)?.values() ?? [])].reduce((sum, replicas) => sum + replicas, 0)

const placeOf = ({ cluster, capacityType }: ReplicaSet): string => `${cluster}|${capacityType}`
