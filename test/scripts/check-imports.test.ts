import { expect, test } from 'vitest'
import { breaches } from '../../scripts/check-imports.ts'

const breachesOf = (path: string, text: string) => breaches(new Map([[path, text]]))

test.each([
  ['the domain imports its own files', 'src/domain/plan.ts', "import { A } from './units.ts'"],
  ['a model imports the domain and linear models', 'models/placement/x.ts', "import { A } from '../../src/lp/model.ts'"],
  ['the catalogue imports a type of prices', 'src/catalogue/x.ts', "import type { A } from '../prices/price.ts'"],
  ['main.ts imports everything', 'src/main.ts', "import { A } from './cli/nightly.ts'"],
  ['the composition imports verbs and jobs', 'src/compose/x.ts', "import { A } from '../jobs/nightly.ts'"],
  ['a verb imports the optimiser', 'src/cli/solve.ts', "import { A } from '../optimise/optimise.ts'"],
  ['any folder imports a package', 'src/store/x.ts', "import { Kysely } from 'kysely'"],
  ['config.ts reads the environment', 'src/config.ts', 'const a = process.env'],
  ['a test imports what it tests', 'test/x.test.ts', "import { A } from '../src/lp/model.ts'"],
])('%s', (_, path, text) => {
  expect(breachesOf(path, text)).toEqual([])
})

test.each([
  ['the domain imports no store', 'src/domain/plan.ts', "import { A } from '../store/runs.ts'", 'src/domain may import nothing'],
  ['re-exporting is importing', 'src/domain/plan.ts', "export * from '../store/runs.ts'", 'src/store/runs.ts'],
  ['an import over several lines counts', 'src/verify/x.ts', "import {\n  A,\n  B,\n} from '../lp/model.ts'", 'src/lp/model.ts'],
  ['an import on demand counts', 'src/reports/x.ts', "await import('../store/runs.ts')", 'src/store/runs.ts'],
  ['a worker counts', 'src/reports/x.ts', "new Worker(new URL('../optimise/worker.ts', import.meta.url))", 'src/optimise/worker.ts'],
  ['linear models import only the units of the domain', 'src/lp/x.ts', "import { A } from '../domain/plan.ts'", 'src/domain/units.ts'],
  ['the catalogue imports no values of prices', 'src/catalogue/x.ts', "import { A } from '../prices/p.ts'", 'type src/prices'],
  ['a verb imports no job', 'src/cli/nightly.ts', "import { A } from '../jobs/nightly.ts'", 'src/jobs/nightly.ts'],
  ['nothing imports the composition', 'src/jobs/nightly.ts', "import { A } from '../compose/nightly-run.ts'", 'src/compose'],
  ['nothing imports main.ts', 'src/cli/nightly.ts', "import { A } from '../main.ts'", 'src/main.ts'],
  ['a model does no input or output', 'models/x.ts', "import { readFileSync } from 'node:fs'", 'input or output'],
  ['a folder that nobody listed is refused', 'src/magic/x.ts', "import { A } from '../domain/plan.ts'", 'does not list'],
  ['the environment is read in one place', 'src/store/x.ts', 'const url = process.env.BALLAST_STORE', 'environment'],
  ['a file name says what it holds', 'src/store/utils.ts', '', 'name the idea'],
])('%s', (_, path, text, reason) => {
  expect(breachesOf(path, text)).toEqual([expect.stringContaining(reason)])
})
