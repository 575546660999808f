import { join } from 'node:path'
import { InputError } from '../../../src/domain/input-error.ts'
import { writeWhole } from '../../../src/reports/write-files.ts'
import { writePlots } from '../plots/index.ts'
import { comparisonsOf } from '../results/comparison.ts'
import { RESULTS_FILE, type ResultsFile } from '../results/results-file.ts'
import { SHARED_PREFIX } from '../run/instances.ts'
import { benchmarkPage } from './page.ts'

/** Writes the results page and its plots; only of fleets that anybody can make again. Throws InputError where none was measured. */
export async function writePage(results: ResultsFile, { from, docs }: { from: string; docs: string }): Promise<string[]> {
  const comparisons = comparisonsOf(results.measurements).filter(({ instance }) => !instance.startsWith(SHARED_PREFIX))
  if (comparisons.length === 0) throw nothingMeasured(join(from, RESULTS_FILE))
  const folder = join(docs, 'benchmark')
  const plots = await writePlots(folder, comparisons, results.curves)
  const page = join(docs, 'benchmark.md')
  await writeWhole(
    page,
    benchmarkPage(
      comparisons,
      plots.map((path) => path.slice(folder.length + 1)),
    ),
  )
  return [page, ...plots]
}

const nothingMeasured = (path: string): InputError =>
  new InputError(path, [
    { path: '', message: 'holds no measurement of fleets from the bundled prices', remedy: 'run `npm run bench` first' },
  ])
