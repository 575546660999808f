import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Finding } from '../results/measurement.ts'
import type { Verdict } from '../run/verdict.ts'
import type { Point } from './progress-lines.ts'
import { patienceFor, type Side } from './side.ts'

const SCRIPT = join(import.meta.dirname, '..', 'processes', 'highs.ts')

/** What the process prints while it solves, and at the end. */
interface Step {
  readonly elapsedSeconds: number
  readonly bound?: number
  readonly objective?: number
}
interface End {
  readonly status: Finding['outcome']
  readonly objective?: number
  readonly lowerBound?: number
  /** Replicas that the nodes it bought cannot hold. */
  readonly unheld?: number
  /** Why its replicas could not be packed at all. */
  readonly corner?: string
}

/**
 * A general solver: HiGHS on the mixed-integer model in which a cluster's nodes only give, in sum, what its pods need. Its solution is no
 * plan until its pods are packed: what that comes to is what counts.
 */
export const highs: Side = {
  title: 'HiGHS directly, packing in sums',
  names: () => ['highs'],
  mostSeconds: (_, timeLimitSeconds) => timeLimitSeconds,
  measure: async (name, instance, bench) => {
    const { timeLimitSeconds, file } = instance
    const planFile = bench.fileFor(instance, 'highs.plan')
    rmSync(planFile, { force: true })
    const printed: (Step | End)[] = []
    const ran = await bench.run(SCRIPT, [file, planFile, String(timeLimitSeconds), String(bench.gap)], {
      patienceSeconds: patienceFor(timeLimitSeconds),
      onLine: (line) => {
        if (line.startsWith('{')) printed.push(JSON.parse(line))
      },
    })
    const { seconds, peakMemoryGiB, lastWords } = ran
    const end = printed.find((line) => 'status' in line)
    const measured = { side: name, seconds, peakMemoryGiB, timeLimitSeconds }
    const finding: Finding = end
      ? { ...measured, ...findingOf(end), ...withWords(end, await bench.judge(instance, planFile)) }
      : { ...measured, outcome: 'failed', remark: lastWords }
    return { finding, curve: printed.filter((line) => 'elapsedSeconds' in line).map(pointOf) }
  },
}

const findingOf = ({ status, objective, lowerBound, unheld }: End) => ({
  outcome: status,
  modelUsdPerHour: objective,
  lowerBoundUsdPerHour: lowerBound !== undefined && lowerBound > 0 ? lowerBound : undefined,
  unheldReplicas: unheld,
})

/** Whether its model was solved is its own; whether what was packed keeps the rules is the verdict's. */
function withWords(end: End, verdict: Verdict | undefined): Partial<Finding> & Pick<Finding, 'outcome'> {
  const remark = [wordsOf(end), verdict?.remark].filter((words) => words !== undefined).join(' · ')
  return { ...verdict, outcome: end.status, remark }
}

function wordsOf({ status, corner, unheld, objective }: End): string {
  if (objective === undefined) return status === 'infeasible' ? 'infeasible' : 'no solution in time'
  if (corner !== undefined) return `its solution cannot be packed: ${corner}`
  return `its own nodes have no room for ${unheld} replicas; the cost is with nodes bought for those`
}

const pointOf = ({ elapsedSeconds, bound, objective }: Step): Point => ({
  elapsedSeconds,
  usdPerHour: objective,
  lowerBoundUsdPerHour: bound !== undefined && bound > 0 ? bound : undefined,
})
