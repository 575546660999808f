import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { gapOf } from '../results/measurement.ts'
import type { BenchInstance } from '../run/instance.ts'
import { SIZES } from '../sizes.ts'
import { type Point, pointOf } from './progress-lines.ts'
import { type Bench, patienceFor, type Side, type Told } from './side.ts'

const MAIN = join(import.meta.dirname, '..', '..', '..', 'src', 'main.ts')

/** The whole `ballast solve`: from a problem's file to a plan's. */
export const ballast: Side = {
  title: 'ballast solve',
  names: () => ['ballast'],
  mostSeconds: (_, timeLimitSeconds) => timeLimitSeconds,
  measure: (name, instance, bench) => solve(name, instance, instance.file, bench),
}

/** Solves the problem in a file, which may only narrow the instance's, and judges the plan by the instance. */
export async function solve(name: string, instance: BenchInstance, problemFile: string, bench: Bench): Promise<Told> {
  const { timeLimitSeconds } = instance
  const planFile = bench.fileFor(instance, `${name}.plan`)
  rmSync(planFile, { force: true })
  const curve: Point[] = []
  const limits = ['--gap', String(bench.gap), '--time-limit', String(timeLimitSeconds), '--seed', '1', '--solver', 'highs']
  const ran = await bench.run(MAIN, ['solve', problemFile, '--out', planFile, ...limits], {
    patienceSeconds: patienceFor(timeLimitSeconds),
    onLine: (line, seconds) => {
      const point = pointOf(line, seconds)
      if (point) curve.push(point)
    },
  })
  const { seconds, peakMemoryGiB, lastWords, wasEnded } = ran
  const verdict = await bench.judge(instance, planFile)
  const measured = { side: name, seconds, peakMemoryGiB, timeLimitSeconds }
  if (!verdict)
    return { finding: { ...measured, outcome: 'failed', remark: wasEnded ? 'ended: it did not keep its time limit' : lastWords }, curve }
  return { finding: { ...measured, ...milestones(curve, SIZES[instance.size].promisedGap), ...verdict }, curve }
}

/** When the first plan was there, and when the promised gap was proved. */
function milestones(curve: readonly Point[], promisedGap: number) {
  const first = curve.find(({ usdPerHour }) => usdPerHour !== undefined)
  const promised = curve.find(
    ({ usdPerHour, lowerBoundUsdPerHour }) =>
      usdPerHour !== undefined && lowerBoundUsdPerHour !== undefined && gapOf(usdPerHour, lowerBoundUsdPerHour) <= promisedGap,
  )
  return { firstPlanSeconds: first?.elapsedSeconds, promisedGapSeconds: promised?.elapsedSeconds }
}
