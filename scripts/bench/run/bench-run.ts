import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../../src/reports/write-files.ts'
import type { BenchOptions } from '../options.ts'
import type { Measurement } from '../results/measurement.ts'
import type { ResultsFile } from '../results/results-file.ts'
import { sidesOf } from '../sides/index.ts'
import type { Bench, Side } from '../sides/side.ts'
import type { SizeName } from '../sizes.ts'
import type { BenchInstance } from './instance.ts'
import { type InstanceSource, instanceSource } from './instances.ts'
import { commitName, machineName } from './machine.ts'
import { runMeasured } from './measured-process.ts'
import { outcomeText } from './outcome-text.ts'
import { judgePlan } from './verdict.ts'

export interface BenchParts {
  readonly root: string
  readonly results: ResultsFile
  readonly signal: AbortSignal
  readonly say: (line: string) => void
}

/** Measures every side on every instance that is asked for; each measurement is kept as soon as it is there. */
export async function runBench(options: BenchOptions, parts: BenchParts): Promise<void> {
  const source = instanceSource(options.instances)
  const sides = sidesOf(join(parts.root, '..', 'shared', 'bench', 'baseline-greedy.mjs'))
  const stamp = { machine: machineName(), commit: commitName(parts.root) }
  parts.say(`On ${stamp.machine}, at commit ${stamp.commit}.`)
  for (const size of options.sizes)
    for (const seed of options.seeds) {
      const instance = await prepare(source, size, seed, options)
      const bench = benchOf(options, parts)
      parts.say(
        headline(
          instance,
          options,
          options.sides.map((side) => sides[side]),
        ),
      )
      for (const side of options.sides) await measureSide(sides[side], instance, { ...parts, bench, stamp, resume: options.resume })
    }
}

async function prepare(source: InstanceSource, size: SizeName, seed: number, options: BenchOptions): Promise<BenchInstance> {
  const name = `${source.prefix}${size}-${seed}`
  const problem = await source.make(size, seed)
  const file = join(options.out, 'instances', `${name}.json`)
  await writeWhole(file, JSON.stringify(problem))
  return { name, size, seed, problem, file, timeLimitSeconds: options.timeLimitOf(size) }
}

/** Verifying takes seconds at most. */
const JUDGE_PATIENCE_SECONDS = 300

function benchOf(options: BenchOptions, { root, signal }: BenchParts): Bench {
  const verifier = join(root, '..', 'shared', 'contract', 'verify-plan.mjs')
  const judge = {
    contractVerifier: existsSync(verifier) ? verifier : undefined,
    run: (script: string, args: readonly string[]) => runMeasured(script, args, { patienceSeconds: JUDGE_PATIENCE_SECONDS, signal }),
  }
  return {
    gap: options.gap,
    run: (script, args, limits) => runMeasured(script, args, { ...limits, signal }),
    judge: ({ problem, file }, planFile) => judgePlan(problem, file, planFile, judge),
    fileFor: ({ name }, what) => join(options.out, 'instances', `${name}.${what}.json`),
    writeJson: (path, value) => writeWhole(path, JSON.stringify(value)),
  }
}

function headline({ name, problem, timeLimitSeconds }: BenchInstance, { seeds, resume }: BenchOptions, sides: readonly Side[]): string {
  const { replicas, offers } = countsOf({ problem })
  const most = sides.reduce((sum, side) => sum + side.mostSeconds(problem, timeLimitSeconds), 0)
  const counts = `${problem.agents.length} agents, ${replicas} replicas, ${problem.clusters.length} clusters, ${offers} offers`
  const time = `${timeLimitSeconds} s a solve, at most about ${Math.ceil(most / 60)} min`
  return `\n${name}: ${counts}; ${time}${resume ? ', less what is there already' : ''}${seeds.length > 1 ? `, for each of ${seeds.length} seeds` : ''}`
}

function countsOf({ problem }: Pick<BenchInstance, 'problem'>): Pick<Measurement, 'agents' | 'replicas' | 'clusters' | 'offers'> {
  return {
    agents: problem.agents.length,
    replicas: problem.agents.reduce((sum, { replicas }) => sum + replicas, 0),
    clusters: problem.clusters.length,
    offers: problem.clusters.reduce((sum, { offers }) => sum + offers.length, 0),
  }
}

interface SideParts extends BenchParts {
  readonly bench: Bench
  readonly stamp: Pick<Measurement, 'machine' | 'commit'>
  readonly resume: boolean
}

async function measureSide(side: Side, instance: BenchInstance, { bench, results, say, stamp, resume }: SideParts): Promise<void> {
  for (const name of side.names(instance.problem)) {
    const { size, seed } = instance
    if (resume && results.has({ instance: instance.name, side: name })) {
      say(`  ${name}: measured before`)
      continue
    }
    const { finding, curve } = await side.measure(name, instance, bench)
    const named = { instance: instance.name, side: name }
    const measuredAt = new Date().toISOString()
    const measurement: Measurement = { ...finding, ...named, size, seed, ...countsOf(instance), measuredAt, ...stamp }
    await results.put(
      measurement,
      curve.map((point) => ({ ...named, ...point })),
    )
    say(`  ${outcomeText(measurement)}`)
  }
}
