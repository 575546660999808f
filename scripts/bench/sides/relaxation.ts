import { join } from 'node:path'
import type { Finding } from '../results/measurement.ts'
import { patienceFor, type Side } from './side.ts'

const SCRIPT = join(import.meta.dirname, '..', 'processes', 'relaxation.ts')

/** What the process prints. */
interface Printed {
  readonly status: Finding['outcome']
  readonly lowerBound: number
  readonly rows: number
  readonly variables: number
}

/** Linear relaxations: pods and nodes as fractions. No plan; only a bound that no plan can undercut. */
export const relaxation: Side = {
  title: 'the linear relaxation',
  names: () => ['lp-sums', 'lp-assignment'],
  mostSeconds: () => 0,
  measure: async (name, instance, bench) => {
    const { timeLimitSeconds } = instance
    let printed: Printed | undefined
    const onLine = (line: string) => {
      if (line.startsWith('{')) printed = JSON.parse(line)
    }
    const args = [instance.file, name.replace('lp-', ''), String(timeLimitSeconds)]
    const ran = await bench.run(SCRIPT, args, { patienceSeconds: patienceFor(timeLimitSeconds), onLine })
    const { seconds, peakMemoryGiB } = ran
    return { finding: { side: name, seconds, peakMemoryGiB, ...findingOf(printed, ran.lastWords) }, curve: [] }
  },
}

function findingOf(printed: Printed | undefined, lastWords: string): Pick<Finding, 'outcome' | 'lowerBoundUsdPerHour' | 'remark'> {
  if (!printed) return { outcome: 'failed', remark: lastWords }
  const { status, lowerBound, rows, variables } = printed
  const size = `${rows.toLocaleString('en-US')} rows, ${variables.toLocaleString('en-US')} variables`
  if (status === 'infeasible') return { outcome: 'infeasible', remark: size }
  if (status !== 'optimal') return { outcome: 'unknown', remark: `not solved within its time: ${size}` }
  return { outcome: 'bound', lowerBoundUsdPerHour: lowerBound, remark: size }
}
