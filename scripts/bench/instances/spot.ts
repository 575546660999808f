import type { Agent } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'
import type { Draw } from './draw.ts'

const SPOT_SHARE = 0.6

/** Six of ten agents may use spot; an interruption costs each of its replicas a restart. */
export function drawSpot(replicas: Replicas, draw: Draw): Pick<Agent, 'spot' | 'restartUsd'> | undefined {
  if (!draw.chance(SPOT_SHARE)) return undefined
  const spot = { maxShare: draw.pick([0.5, 0.7, 0.8, 1]), onDemandBase: replicas >= 2 ? 1 : 0 }
  return { spot, restartUsd: draw.pick([0, 0.005, 0.02, 0.1]) }
}
