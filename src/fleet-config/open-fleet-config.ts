import { readFileSync } from 'node:fs'
import { InputError, type InputIssue } from '../domain/input-error.ts'
import { schemaIssues } from '../domain/schema-check.ts'
import { parseYaml, type YamlText } from '../fleet-file/document.ts'
import { withoutMistakes } from '../fleet-file/draft.ts'
import { type ConfiguredFleet, FleetConfigSchema } from './schema.ts'
import { senseOfConnections } from './sense-of-connections.ts'
import { senseOfNames } from './sense-of-names.ts'

/** The fleet of a configuration, checked as far as can be without looking at a cluster. */
export interface FleetConfig {
  /** The file that it stands in. */
  readonly source: string
  readonly fleet: ConfiguredFleet
  /** The same mistakes with the lines that they stand on; their paths begin below `fleet`. */
  located(issues: readonly InputIssue[]): InputIssue[]
}

/** The key of ballast.yaml that is no setting. */
const KEY = 'fleet'

/** The fleet that a configuration file names; undefined where it names none. Throws InputError with every mistake. */
export function openFleetConfig(path: string): FleetConfig | undefined {
  return fleetConfigOf(textOf(path), path)
}

/** The same, where there must be one. */
export function requireFleetConfig(path: string): FleetConfig {
  const found = openFleetConfig(path)
  if (found) return found
  const remedy = 'name its clusters under `fleet:`, as examples/ballast.yaml does, or another file by --config'
  throw new InputError(path, [{ path: KEY, message: 'is missing', remedy }])
}

export function fleetConfigOf(text: string, source: string): FleetConfig | undefined {
  const yaml = parseYaml(text, source)
  const fleet = (yaml.value as Record<string, unknown> | null)?.[KEY]
  if (fleet === undefined) return undefined
  const form = schemaIssues(FleetConfigSchema, fleet)
  const draft = withoutMistakes<ConfiguredFleet>(fleet, form)
  const issues = [...form, ...senseOfConnections(draft), ...senseOfNames(draft)]
  if (issues.length > 0) throw new InputError(source, locatedIn(yaml, issues))
  return { source, fleet: fleet as ConfiguredFleet, located: (later) => locatedIn(yaml, later) }
}

function locatedIn(yaml: YamlText, issues: readonly InputIssue[]): InputIssue[] {
  return issues.map((issue) => yaml.located({ ...issue, path: issue.path === '' ? KEY : `${KEY}.${issue.path}` }))
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new InputError(path, [{ path: '', message: 'the file cannot be read', remedy: 'check its name and its permissions' }], { cause })
  }
}
