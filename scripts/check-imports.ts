/** Holds the house's table of who may import whom, where the environment is read, and which file names are refused. */
import { globSync, readFileSync } from 'node:fs'
import { posix } from 'node:path'

const EVERYTHING = ['src', 'models']

/** What each folder may import besides itself; `type x` allows only types of x. The longest prefix that matches a file counts. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  'src/domain': [],
  'src/lp': ['src/domain/units.ts'],
  models: ['src/domain', 'src/lp'],
  'src/prices': ['src/domain'],
  'src/clusters': ['src/domain'],
  'src/demand': ['src/domain'],
  'src/plan': ['src/domain'],
  'src/reports': ['src/domain'],
  'src/store': ['src/domain'],
  'src/verify': ['src/domain'],
  'src/catalogue': ['src/domain', 'type src/prices'],
  'src/problem': ['src/domain', 'type src/demand', 'type src/catalogue'],
  'src/fleet-file': ['src/domain', 'src/prices', 'src/catalogue'],
  'src/fleet-config': ['src/domain', 'src/fleet-file', 'src/clusters', 'src/catalogue', 'src/prices'],
  'src/optimise': ['src/domain', 'src/lp', 'src/verify', 'models'],
  'src/explain': ['src/domain'],
  'src/apply': ['src/domain', 'src/plan'],
  'src/telemetry': ['src/domain'],
  'src/jobs': EVERYTHING,
  'src/http': EVERYTHING,
  'src/cli': EVERYTHING,
  'src/config.ts': ['src/domain', 'src/config'],
  'src/config': ['src/domain'],
  'src/main.ts': EVERYTHING,
  'src/compose': EVERYTHING,
  'src/web': [],
}

/** They put the parts together, so that they import all of them; nothing imports them. */
const COMPOSITION = ['src/main.ts', 'src/compose']
/** Of these none imports another: what they need is handed in by the composition. */
const NEVER_EACH_OTHER = ['src/jobs', 'src/http', 'src/cli', ...COMPOSITION]
/** No input or output: no module of Node. */
const PURE = ['src/domain', 'models']
const READS_ENVIRONMENT = ['src/main.ts', 'src/config.ts', 'src/config']
const REFUSED_NAME = /^(utils?|helpers?|common|types)(\.d)?\.ts$/

interface Import {
  readonly from: string
  readonly to: string
  readonly typeOnly: boolean
}

/** Every breach of the rules in the files given, path to text, as lines for a person. */
export function breaches(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([path, text]) => [
    ...refusedName(path),
    ...(isOurs(path) ? [...importsOf(path, text).flatMap(refusedImport), ...environmentRead(path, text)] : []),
  ])
}

function refusedName(path: string): string[] {
  return REFUSED_NAME.test(posix.basename(path)) ? [`${path}: the name says nothing; name the idea that it holds`] : []
}

function refusedImport({ from, to, typeOnly }: Import): string[] {
  if (to.startsWith('node:'))
    return within(from, PURE) ? [`${from} imports ${to}, but neither models nor the domain do input or output`] : []
  const owner = ownerOf(from)
  if (owner === undefined) return [`${from} stands in a folder that the table of scripts/check-imports.ts does not list`]
  if (within(to, [owner]) || (!within(to, forbiddenTo(owner)) && isAllowed(owner, to, typeOnly))) return []
  return [`${from} imports ${to}, but ${owner} may import ${MAY_IMPORT[owner].join(', ') || 'nothing'}`]
}

function environmentRead(path: string, text: string): string[] {
  const reads = /\bprocess\s*(\.\s*env\b|\[\s*['"]env)|\benv\b[^'"\n]*from\s+['"]node:process['"]/.test(text)
  return reads && !within(path, READS_ENVIRONMENT) ? [`${path} reads the environment: only main.ts and config.ts do`] : []
}

function importsOf(from: string, text: string): Import[] {
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)
  const calls = text.matchAll(/\b(?:import|new\s+URL)\(\s*()['"]([^'"]+)['"]/g)
  return [...statements, ...calls]
    .filter(([, , target]) => target!.startsWith('.') || target!.startsWith('node:'))
    .map(([, typeOnly, target]) => ({ from, to: resolved(from, target!), typeOnly: Boolean(typeOnly) }))
    .filter(({ to }) => to.startsWith('node:') || to.endsWith('.ts'))
}

const resolved = (from: string, target: string): string =>
  target.startsWith('.') ? posix.normalize(posix.join(posix.dirname(from), target)) : target

const isOurs = (path: string): boolean => within(path, EVERYTHING)

const within = (path: string, folders: readonly string[]): boolean =>
  folders.some((folder) => path === folder || path.startsWith(`${folder}/`))

const ownerOf = (path: string): string | undefined =>
  Object.keys(MAY_IMPORT)
    .filter((folder) => within(path, [folder]))
    .toSorted((a, b) => b.length - a.length)[0]

const forbiddenTo = (owner: string): string[] =>
  COMPOSITION.includes(owner) ? [] : NEVER_EACH_OTHER.filter((folder) => folder !== owner && within(owner, NEVER_EACH_OTHER))

const isAllowed = (owner: string, to: string, typeOnly: boolean): boolean =>
  MAY_IMPORT[owner].some((entry) => within(to, [entry.replace('type ', '')]) && (typeOnly || !entry.startsWith('type ')))

if (import.meta.main) {
  const paths = globSync('{src,models,scripts,test}/**/*.ts').map((path) => path.replaceAll('\\', '/'))
  const found = breaches(new Map(paths.map((path) => [path, readFileSync(path, 'utf8')])))
  for (const breach of found) console.error(breach)
  process.exitCode = found.length === 0 ? 0 : 1
}
