import type { Problem } from '../../../src/domain/problem.ts'
import type { Seconds } from '../../../src/domain/units.ts'
import type { SizeName } from '../sizes.ts'

/** One problem to measure on, and the file that it stands in. */
export interface BenchInstance {
  readonly name: string
  readonly size: SizeName
  readonly seed: number
  readonly problem: Problem
  readonly file: string
  readonly timeLimitSeconds: Seconds
}
