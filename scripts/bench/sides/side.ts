import type { Problem } from '../../../src/domain/problem.ts'
import type { Seconds, Share } from '../../../src/domain/units.ts'
import type { CurvePoint, Finding } from '../results/measurement.ts'
import type { BenchInstance } from '../run/instance.ts'
import type { Ran, RunOptions } from '../run/measured-process.ts'
import type { Verdict } from '../run/verdict.ts'

/** A finding, and what was known on the way to it. */
export interface Told {
  readonly finding: Finding
  readonly curve: readonly Omit<CurvePoint, 'instance' | 'side'>[]
}

/** What a side may use to measure itself. */
export interface Bench {
  /** The gap at which a solver may stop. */
  readonly gap: Share
  readonly run: (script: string, args: readonly string[], options: Pick<RunOptions, 'patienceSeconds' | 'onLine'>) => Promise<Ran>
  /** Judges a plan by the instance's problem; undefined where the file is missing. */
  readonly judge: (instance: BenchInstance, planFile: string) => Promise<Verdict | undefined>
  /** The path of a file for what a side makes. */
  readonly fileFor: (instance: BenchInstance, name: string) => string
  readonly writeJson: (path: string, value: unknown) => Promise<void>
}

/** Something to compare: it may have several names, one a row. */
export interface Side {
  /** What it is, for the terminal. */
  readonly title: string
  /** The name of each row that it makes of an instance. */
  readonly names: (problem: Problem) => readonly string[]
  /** About how long it may take, where it uses its time limit. */
  readonly mostSeconds: (problem: Problem, timeLimitSeconds: Seconds) => Seconds
  readonly measure: (name: string, instance: BenchInstance, bench: Bench) => Promise<Told>
}

/** Far more than reading, writing and checking take. */
export const patienceFor = (timeLimitSeconds: Seconds): Seconds => 2 * timeLimitSeconds + 120
