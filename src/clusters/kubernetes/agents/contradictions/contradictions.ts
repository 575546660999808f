import type { OptedIn } from '../opted-in.ts'
import type { Told } from '../told.ts'
import { boundsContradictions } from './bounds.ts'
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
  ...boundsContradictions(stated),
  ...pinContradictions(stated, isPaused),
]
