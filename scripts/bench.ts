/** Measures Ballast against what one would do without it: `npm run bench -- --help` tells how. */
import { join, relative, resolve } from 'node:path'
import { InputError } from '../src/domain/input-error.ts'
import { type BenchOptions, benchCommand } from './bench/options.ts'
import { writePage } from './bench/page/write-page.ts'
import { writePlots } from './bench/plots/index.ts'
import { comparisonsOf } from './bench/results/comparison.ts'
import { CURVES_FILE, RESULTS_FILE, ResultsFile } from './bench/results/results-file.ts'
import { resultsTable } from './bench/results/table.ts'
import { runBench } from './bench/run/bench-run.ts'

const ROOT = resolve(import.meta.dirname, '..')
const INTERRUPTED = 130

async function bench(options: BenchOptions): Promise<void> {
  const interrupt = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupt.abort())
  const results = new ResultsFile(options.out)
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  if (options.page) {
    const written = await writePage(results, { from: options.out, docs: join(ROOT, 'docs') })
    return say(`Written: ${written.map((path) => relative(process.cwd(), path)).join(', ')}`)
  }
  try {
    await runBench(options, { root: ROOT, results, signal: interrupt.signal, say })
    await show(results, options.out)
  } catch (error) {
    if (!interrupt.signal.aborted) throw error
    process.exitCode = INTERRUPTED
    say(`\nInterrupted. What was measured is in ${join(options.out, RESULTS_FILE)}; --resume goes on from there.`)
  }
}

/** The table on stdout, the plots beside the CSV. */
async function show(results: ResultsFile, folder: string): Promise<void> {
  const comparisons = comparisonsOf(results.measurements)
  const plots = await writePlots(folder, comparisons, results.curves)
  process.stdout.write(`\n${resultsTable(comparisons, process.stdout.columns ?? 140)}`)
  console.error(`\nWritten: ${[join(folder, RESULTS_FILE), join(folder, CURVES_FILE), ...plots].join(', ')}`)
}

try {
  await benchCommand(bench).parseAsync()
} catch (error) {
  if (!(error instanceof InputError)) throw error
  console.error(`bench: ${error.message}`)
  process.exitCode = 2
}
