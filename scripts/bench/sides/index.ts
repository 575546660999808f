import { ballast } from './ballast.ts'
import { greedy } from './greedy.ts'
import { highs } from './highs.ts'
import { oneCloud } from './one-cloud.ts'
import { relaxation } from './relaxation.ts'
import type { Side } from './side.ts'

export const SIDE_NAMES = ['ballast', 'greedy', 'lp', 'highs', 'one-cloud'] as const
export type SideName = (typeof SIDE_NAMES)[number]

/** What is compared, in the order in which it is measured. */
export const sidesOf = (sharedGreedy: string): Readonly<Record<SideName, Side>> => ({
  ballast,
  greedy: greedy(sharedGreedy),
  lp: relaxation,
  highs,
  'one-cloud': oneCloud,
})
