import { readFileSync } from 'node:fs'
import { parseDocument } from 'yaml'
import { type Config, defaultConfig, factsOf, SETTINGS, type Setting, SettingsSchema, variableOf } from './config/settings.ts'
import { InputError, type InputIssue } from './domain/input-error.ts'
import { didYouMean } from './domain/nearest-name.ts'
import { schemaIssues } from './domain/schema-check.ts'

export type { Config } from './config/settings.ts'

/** Read where it exists, unless another file is named. */
const USUAL_FILE = 'ballast.yaml'
/** Stands in the same file and is no setting: src/fleet-config/ reads it. */
const FLEET_KEY = 'fleet'
/** What only the tests read is no setting, and no mistake. */
const TEST_VARIABLE = /^BALLAST_TEST_/

export interface ConfigSources {
  /** Must exist where it is named; absent: `ballast.yaml`, if there is one. */
  readonly file?: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** From the command line, by the settings' names; undefined is not given. */
  readonly overrides?: Readonly<Record<string, unknown>>
  /** Told of variables that look like settings and are none. */
  readonly warn?: (message: string) => void
}

/** Settings as one source gives them, and how that source names a setting to people; `issues`: why it could not be read. */
interface Layer {
  readonly values: Readonly<Record<string, unknown>>
  readonly issues?: readonly InputIssue[]
  readonly nameOf: (setting: string) => string
}

/**
 * The settings, frozen: the command line's before the environment's before the file's before the defaults.
 * Throws InputError with every mistake of all sources, also of one that another source overrides.
 */
export function loadConfig({ file, environment, overrides = {}, warn }: ConfigSources): Config {
  warnOfUnknown(environment, warn)
  const layers = [fileLayer(file), environmentLayer(environment), commandLineLayer(overrides)]
  const issues = layers.flatMap(layerIssues)
  if (issues.length > 0) throw new InputError('settings', issues)
  return Object.freeze(Object.assign({ ...defaultConfig() }, ...layers.map(({ values }) => values)))
}

function layerIssues({ values, nameOf, issues = [] }: Layer): InputIssue[] {
  const mistakes = Object.entries(values).flatMap(([key, value]) =>
    isSetting(key)
      ? schemaIssues(SettingsSchema.properties[key], value, nameOf(key))
      : [{ path: nameOf(key), message: 'is no known setting', remedy: didYouMean(key, SETTINGS) }],
  )
  return [...issues, ...mistakes]
}

const isSetting = (key: string): key is Setting => Object.hasOwn(SettingsSchema.properties, key)

function commandLineLayer(overrides: Readonly<Record<string, unknown>>): Layer {
  const given = Object.entries(overrides).filter(([, value]) => value !== undefined)
  return { values: Object.fromEntries(given), nameOf: (setting) => `command line: ${setting}` }
}

/** An empty variable is one that is not set: that is how a compose file or a chart leaves one out. */
function environmentLayer(environment: ConfigSources['environment']): Layer {
  const given = SETTINGS.flatMap((setting) => {
    const text = environment[variableOf(setting)]
    return text ? [[setting, fromText(setting, text)]] : []
  })
  return { values: Object.fromEntries(given), nameOf: (setting) => variableOf(setting as Setting) }
}

/** What cannot be read as the setting's type stays text, and the check tells it. */
function fromText(setting: Setting, text: string): unknown {
  const { type } = factsOf(setting)
  if (type === 'boolean' && /^(true|false)$/.test(text)) return text === 'true'
  if ((type === 'number' || type === 'integer') && text.trim() !== '' && Number.isFinite(Number(text))) return Number(text)
  return text
}

function warnOfUnknown(environment: ConfigSources['environment'], warn: ConfigSources['warn']): void {
  const known = SETTINGS.map(variableOf)
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('BALLAST_') || TEST_VARIABLE.test(name) || known.includes(name)) continue
    warn?.(`${name} is no known setting, and is ignored: ${didYouMean(name, known)}`)
  }
}

function fileLayer(file: string | undefined): Layer {
  const path = file ?? USUAL_FILE
  const nameOf = (setting: string): string => `${path}: ${setting}`
  try {
    return { ...parsedYaml(path, readFileSync(path, 'utf8')), nameOf }
  } catch (cause) {
    if (file === undefined && (cause as NodeJS.ErrnoException).code === 'ENOENT') return { values: {}, nameOf }
    const message = `cannot be read: ${(cause as Error).message}`
    return { values: {}, nameOf, issues: [{ path, message, remedy: 'name a readable YAML file of settings' }] }
  }
}

/** The file of settings where it names a fleet too: the one given, else the usual one. Undefined where there is none, or it cannot be read. */
export function fileWithFleet(file = USUAL_FILE): string | undefined {
  try {
    const values: unknown = parseDocument(readFileSync(file, 'utf8')).toJS()
    return values !== null && typeof values === 'object' && FLEET_KEY in values ? file : undefined
  } catch {
    return undefined
  }
}

function parsedYaml(path: string, text: string): Pick<Layer, 'values' | 'issues'> {
  const document = parseDocument(text)
  if (document.errors.length > 0)
    return { values: {}, issues: document.errors.map(({ message }) => ({ path, message: firstLine(message) })) }
  const values: unknown = document.toJS() ?? {}
  if (typeof values === 'object' && !Array.isArray(values)) return { values: withoutFleet(values as Record<string, unknown>) }
  return {
    values: {},
    issues: [{ path, message: 'is no block of keys and values', remedy: 'write one setting a line, such as gap: 0.02' }],
  }
}

const withoutFleet = ({ [FLEET_KEY]: _, ...settings }: Readonly<Record<string, unknown>>): Record<string, unknown> => settings

/** The rest shows the file's text, which may bear a secret. */
const firstLine = (message: string): string => message.split('\n', 1)[0]!.replace(/:$/, '')
