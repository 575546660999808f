import type { OptedIn } from '../opted-in.ts'
import type { Told } from '../told.ts'
import { boundsContradictions, budgetContradictions } from './bounds.ts'
import { deploymentContradictions } from './deployments.ts'
import { pinContradictions } from './pin.ts'
import { placeContradictions } from './places.ts'
import { spotContradictions } from './spot.ts'
import type { StatedAgent } from './stated-agent.ts'
import { survivalContradictions } from './survival.ts'

/** Where what an agent's owner says in its policy and in its Deployments cannot both be. */
export const contradictionsOf = (stated: StatedAgent, parts: readonly OptedIn[], isPaused: boolean): Told[] => [
  ...placeContradictions(stated),
  ...survivalContradictions(stated),
  ...spotContradictions(stated, parts),
  ...budgetContradictions(stated),
  ...pinContradictions(stated, isPaused),
]

/** Where its Deployments themselves cannot be, whatever its policy says. */
export const ownContradictions = (stated: StatedAgent): Told[] => [...deploymentContradictions(stated), ...boundsContradictions(stated)]
