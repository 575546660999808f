import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { type Compiled, compile } from './refresh-data/compile.ts'
import type { Membership } from './refresh-data/regions.ts'
import { readTables } from './refresh-data/tables.ts'

/** Compiles the price tables into data/: `node scripts/refresh-data.ts [--from ../shared/prices] [--check]`; `--check` only compares. */
const DATA = new URL('../data/', import.meta.url)

/** EU and EEA countries, as data/jurisdictions.json says. */
export function bundledMembership(): Membership {
  const { groups } = JSON.parse(readFileSync(new URL('jurisdictions.json', DATA), 'utf8')) as {
    groups: { tag: string; countries: string[] }[]
  }
  const countries = (tag: string) => new Set(groups.find((group) => group.tag === tag)!.countries)
  return { eu: countries('EU'), eea: countries('EEA') }
}

function refresh(folder: string, check: boolean): void {
  if (!existsSync(folder)) throw new Error(`${folder}: no such folder; name the one with the price tables: --from FOLDER`)
  const { files, summary } = compile(readTables(folder), bundledMembership())
  if (check) requireUnchanged(files)
  else for (const [name, text] of Object.entries(files)) writeFileSync(new URL(name, DATA), text)
  console.error(`data/: ${Object.keys(files).length} files ${check ? 'unchanged' : 'written'}\n${summary.text()}`)
}

function requireUnchanged(files: Compiled['files']): void {
  const changed = Object.keys(files).filter((name) => !isAsBundled(name, files[name]!))
  if (changed.length > 0) throw new Error(`data/ is not what the tables give, in ${changed.join(', ')}: run node scripts/refresh-data.ts`)
}

function isAsBundled(name: string, text: string): boolean {
  const file = new URL(name, DATA)
  return existsSync(file) && readFileSync(file, 'utf8') === text
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const shared = fileURLToPath(new URL('../../shared/prices', import.meta.url))
  const { values } = parseArgs({ options: { from: { type: 'string', default: shared }, check: { type: 'boolean', default: false } } })
  try {
    refresh(values.from, values.check)
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
