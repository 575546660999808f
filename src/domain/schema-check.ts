import type { Static, TSchema } from 'typebox'
import { Compile, type Validator } from 'typebox/compile'
import type { TLocalizedValidationError } from 'typebox/error'
import { Settings } from 'typebox/system'
import { Check, Errors } from 'typebox/value'
import { InputError, type InputIssue } from './input-error.ts'
import { didYouMean } from './nearest-name.ts'

/** The part of a JSON schema that a message speaks of. */
interface SchemaPart {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
  readonly anyOf?: readonly (SchemaPart & TSchema)[]
  readonly const?: unknown
  /** What the author of a schema says of a text that does not match its pattern. */
  readonly mustBe?: string
}

/** Every mistake of a document against its schema, in plain words; empty where there is none. `at` is the path of the value itself. */
export function schemaIssues(schema: TSchema, value: unknown, at = ''): InputIssue[] {
  if (Check(schema, value)) return []
  return allErrors(schema, value)
    .filter(({ schemaPath, keyword }) => !schemaPath.includes('/anyOf/') && keyword !== 'boolean')
    .flatMap((error) => issuesOf(error, schema, value, at))
}

/** The document as what its schema says; throws InputError with every mistake. */
export function checked<Schema extends TSchema>(schema: Schema, value: unknown, source: string): Static<Schema> {
  const issues = isValid(schema, value) ? [] : schemaIssues(schema, value)
  if (issues.length > 0) throw new InputError(source, issues)
  return value as Static<Schema>
}

const validators = new WeakMap<TSchema, Validator>()

/** Ten times as fast as the check that finds out what is wrong: documents of many megabytes are mostly right. */
function isValid(schema: TSchema, value: unknown): boolean {
  const validator = validators.get(schema) ?? Compile(schema)
  validators.set(schema, validator)
  return validator.Check(value)
}

/** The library buffers eight errors unless it is told otherwise; a person wants them all. */
function allErrors(schema: TSchema, value: unknown): TLocalizedValidationError[] {
  const { maxErrors } = Settings.Get()
  Settings.Set({ maxErrors: 10_000 })
  try {
    return Errors(schema, value)
  } finally {
    Settings.Set({ maxErrors })
  }
}

function issuesOf(error: TLocalizedValidationError, schema: TSchema, value: unknown, at: string): InputIssue[] {
  const part = follow(schema, error.schemaPath) as SchemaPart
  const found = follow(value, error.instancePath)
  const path = joinPath(at, pathOf(error.instancePath))
  switch (error.keyword) {
    case 'required':
      return error.params.requiredProperties.map((key) => ({ path: joinPath(path, key), message: 'is missing' }))
    case 'additionalProperties':
      return error.params.additionalProperties.map((key) => unknownKey(path, key, part))
    case 'anyOf':
      return noneOf(part.anyOf ?? [], found, path)
    default:
      return [{ path, message: `${complaint(error, found)}${part.mustBe ? `: ${part.mustBe}` : ''}` }]
  }
}

function unknownKey(path: string, key: string, part: SchemaPart): InputIssue {
  return { path: joinPath(path, key), message: 'is no known key', remedy: didYouMean(key, Object.keys(part.properties ?? {})) }
}

/** A choice between fixed words lists them; a choice between shapes speaks of the shape that was most likely meant. */
function noneOf(choices: readonly (SchemaPart & TSchema)[], found: unknown, path: string): InputIssue[] {
  if (choices.every((choice) => 'const' in choice)) {
    const words = choices.map((choice) => String(choice.const))
    const remedy = typeof found === 'string' ? didYouMean(found, words) : `one of ${words.join(', ')}`
    return [{ path, message: `is ${shown(found)}, not one of ${words.join(', ')}`, remedy }]
  }
  return schemaIssues(likeliest(choices, found), found, path)
}

function likeliest(choices: readonly (SchemaPart & TSchema)[], found: unknown): TSchema {
  const keys = found !== null && typeof found === 'object' && !Array.isArray(found) ? Object.keys(found) : []
  const sharedKeys = (choice: SchemaPart): number => keys.filter((key) => key in (choice.properties ?? {})).length
  const isList = (choice: SchemaPart): boolean => Array.isArray(found) && choice.type === 'array'
  return choices.toSorted((a, b) => Number(isList(b)) - Number(isList(a)) || sharedKeys(b) - sharedKeys(a))[0]!
}

function complaint(error: TLocalizedValidationError, found: unknown): string {
  switch (error.keyword) {
    case 'type':
      return typeComplaint([error.params.type].flat().join(' or '), found)
    case 'minimum':
      return error.params.limit === 0 ? `is ${shown(found)}: it must not be negative` : `is ${shown(found)}: at least ${error.params.limit}`
    case 'exclusiveMinimum':
      return `is ${shown(found)}: it must be more than ${error.params.limit}`
    case 'maximum':
      return `is ${shown(found)}: at most ${error.params.limit}`
    case 'const':
      return `is ${shown(found)}, not ${shown(error.params.allowedValue)}`
    case 'minLength':
    case 'minItems':
      return 'is empty'
    case 'pattern':
      return `is ${shown(found)}, which is not allowed here`
    default:
      return `is ${shown(found)}: ${error.message}`
  }
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  number: 'a number',
  integer: 'a whole number',
  string: 'a text',
  array: 'a list',
  object: 'a block of keys and values',
  boolean: 'true or false',
}

function typeComplaint(wanted: string, found: unknown): string {
  if (typeof found === 'number' && !Number.isFinite(found)) return 'is not a finite number'
  return `is ${shown(found)}, not ${TYPE_WORDS[wanted] ?? wanted}`
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (value !== null && typeof value === 'object') return 'a block of keys and values'
  const text = JSON.stringify(value) ?? String(value)
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

function segments(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function follow(value: unknown, pointer: string): unknown {
  return segments(pointer).reduce<unknown>((part, key) => (part as Record<string, unknown> | undefined)?.[key], value)
}

/** A JSON pointer as people write it: `/agents/3/requests` is `agents[3].requests`. */
function pathOf(pointer: string): string {
  return segments(pointer).reduce((path, key) => joinPath(path, /^\d+$/.test(key) ? Number(key) : key), '')
}

/** A step further down: a key, or a place in a list. */
function joinPath(path: string, key: string | number): string {
  if (key === '') return path
  if (typeof key === 'number') return `${path}[${key}]`
  return path && !key.startsWith('[') ? `${path}.${key}` : `${path}${key}`
}
