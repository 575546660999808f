import { type Agent, type Cluster, domainOf, type SurviveRule } from '../../../src/domain/problem.ts'
import { type Replicas, type Share, wholeUp } from '../../../src/domain/units.ts'
import type { Draw } from './draw.ts'

type Survival = Pick<Agent, 'survive' | 'spread' | 'maxReplicas'>
type Kind = Exclude<SurviveRule['loss'], 'spot'>

const STANDBY_SHARE = 0.12
const SPREAD_SHARE = 0.1
const LOSSES: readonly (readonly [loss: Kind | undefined, weight: number])[] = [
  [undefined, 30],
  ['node', 15],
  ['zone', 15],
  ['cluster', 12],
  ['region', 13],
  ['cloud', 15],
]

/** What an agent must live through, and over how many places it is spread: only what the places that it may use allow. */
export function drawSurvival(replicas: Replicas, places: readonly Cluster[], draw: Draw): Survival {
  if (replicas <= 3 && places.length >= 2 && draw.chance(STANDBY_SHARE)) return standby(replicas)
  if (replicas < 2) return {}
  return { ...drawRule(replicas, places, draw), ...drawSpread(places, draw) }
}

/** As many again, so that any cluster may be lost. */
const standby = (replicas: Replicas): Survival => ({ survive: [{ loss: 'cluster', keep: 1 }], maxReplicas: 2 * replicas })

function drawRule(replicas: Replicas, places: readonly Cluster[], draw: Draw): Survival {
  const loss = draw.weighted(LOSSES)
  const keep = loss === 'zone' || loss === 'node' ? 0.5 : draw.pick([0.3, 0.5, 0.5])
  if (loss === undefined) return {}
  const needed = domainsNeeded(replicas, keep)
  if (needed <= domains(loss, places)) return { survive: [{ loss, keep }] }
  // One more may run, so that of two halves either is enough.
  if (loss === 'cluster' && keep === 0.5 && places.length >= 2)
    return { survive: [{ loss, keep }], maxReplicas: 2 * wholeUp(keep * replicas) + 1 }
  return {}
}

/** Over how many domains the replicas must stand, so that enough are left without any one of them. */
function domainsNeeded(replicas: Replicas, keep: Share): number {
  const mostInOne = replicas - wholeUp(keep * replicas)
  return mostInOne > 0 ? Math.ceil(replicas / mostInOne) : Number.POSITIVE_INFINITY
}

function domains(loss: Kind, places: readonly Cluster[]): number {
  if (loss === 'node') return Number.POSITIVE_INFINITY
  if (loss === 'zone') return 3
  return new Set(places.map(domainOf[loss])).size
}

function drawSpread(places: readonly Cluster[], draw: Draw): Pick<Agent, 'spread'> {
  if (!draw.chance(SPREAD_SHARE)) return {}
  const kind = draw.pick(['cluster', 'region', 'cloud'] as const)
  return domains(kind, places) >= 2 ? { spread: { [`${kind}s`]: 2 } } : {}
}
