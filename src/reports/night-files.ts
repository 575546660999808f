import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InputError } from '../domain/input-error.ts'
import { parseJson } from '../domain/parse-json.ts'
import { parsePlan } from '../domain/parse-plan.ts'
import { parseProblem } from '../domain/parse-problem.ts'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import { csv } from './csv.ts'
import type { Findings } from './findings.ts'
import { REPORTS } from './index.ts'
import type { Night } from './night.ts'
import { tableOf } from './report.ts'

const SCHEMA = 'ballast-night/v2'

/** The files that a night leaves, by name: the two documents, the reports as CSV, and what else it found. */
export function nightFiles({ problem, plan, ...rest }: Night): Map<string, string> {
  const findings = { problem, plan, ...rest }
  return new Map([
    ...documents(problem, plan),
    ['night.json', jsonText({ schema: SCHEMA, ...rest })],
    ...REPORTS.map((report): [string, string] => [`${report.name}.csv`, csv(tableOf(report, findings))]),
  ])
}

/** The files of a night without a plan: undefined stands for a file that would belong to another night, and goes. */
export function noPlanFiles(problem: Problem, plan: Plan): Map<string, string | undefined> {
  const gone = ['night.json', ...REPORTS.map(({ name }) => `${name}.csv`)]
  return new Map<string, string | undefined>([...documents(problem, plan), ...gone.map((name): [string, undefined] => [name, undefined])])
}

const documents = (problem: Problem, plan: Plan): [string, string][] => [
  ['problem.json', jsonText(problem)],
  ['plan.json', jsonText(plan)],
]

/** What the last night in a folder found. Throws InputError where there is none, or a file is damaged or of another kind. */
export async function readFindings(folder: string): Promise<Findings> {
  const source = join(folder, 'night.json')
  const night = await readJson(source)
  const isNight = typeof night === 'object' && night !== null && 'schema' in night && night.schema === SCHEMA
  if (!isNight) throw new InputError(source, [{ path: 'schema', message: `is not ${SCHEMA}`, remedy: 'run ballast nightly again' }])
  const [problemFile, planFile] = [join(folder, 'problem.json'), join(folder, 'plan.json')]
  const problem = parseProblem(await readJson(problemFile), problemFile)
  const plan = parsePlan(await readJson(planFile), planFile)
  return { ...(night as unknown as Findings), problem, plan }
}

async function readJson(path: string): Promise<unknown> {
  return parseJson(await readText(path), path)
}

async function readText(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (cause) {
    throw new InputError(path, [{ path: '', message: 'cannot be read', remedy: 'run ballast nightly first, or say --from FOLDER' }], {
      cause,
    })
  }
}

const jsonText = (value: unknown): string => `${JSON.stringify(value, undefined, 2)}\n`
