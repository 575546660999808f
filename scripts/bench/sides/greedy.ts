import { existsSync, rmSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { BenchInstance } from '../run/instance.ts'
import { type Bench, patienceFor, type Side, type Told } from './side.ts'

const OURS = join(import.meta.dirname, '..', 'processes', 'greedy.ts')

/** The plan of a team without an optimiser; a second one where another such script is at hand. */
export function greedy(sharedScript: string): Side {
  const isThere = existsSync(sharedScript)
  return {
    title: 'the greedy baseline',
    names: () => (isThere ? ['greedy', 'greedy-shared'] : ['greedy']),
    mostSeconds: () => 0,
    measure: (name, instance, bench) => (name === 'greedy' ? ours(instance, bench) : shared(sharedScript, instance, bench)),
  }
}

const PATIENCE = patienceFor(300)

async function ours(instance: BenchInstance, bench: Bench): Promise<Told> {
  const planFile = bench.fileFor(instance, 'greedy.plan')
  rmSync(planFile, { force: true })
  const ran = await bench.run(OURS, [instance.file, planFile], { patienceSeconds: PATIENCE })
  return told('greedy', ran, await bench.judge(instance, planFile))
}

/** It writes its plan to stdout. */
async function shared(script: string, instance: BenchInstance, bench: Bench): Promise<Told> {
  const planFile = bench.fileFor(instance, 'greedy-shared.plan')
  rmSync(planFile, { force: true })
  let plan = ''
  const onLine = (line: string) => {
    if (line.startsWith('{')) plan = line
  }
  const ran = await bench.run(script, [instance.file], { patienceSeconds: PATIENCE, onLine })
  if (plan !== '') await writeFile(planFile, plan)
  return told('greedy-shared', ran, await bench.judge(instance, planFile))
}

function told(
  side: string,
  { seconds, peakMemoryGiB, lastWords }: Awaited<ReturnType<Bench['run']>>,
  verdict: Awaited<ReturnType<Bench['judge']>>,
): Told {
  const measured = { side, seconds, peakMemoryGiB }
  return { finding: verdict ? { ...measured, ...verdict } : { ...measured, outcome: 'failed', remark: lastWords }, curve: [] }
}
