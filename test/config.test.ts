import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SETTINGS, variableOf } from '../src/config/settings.ts'
import { type ConfigSources, fileWithFleet, loadConfig } from '../src/config.ts'
import { InputError } from '../src/domain/input-error.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-config-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

it('needs no setting at all', () => {
  expect(loadConfig({ environment: {} })).toMatchObject({
    store: '.ballast',
    outDirectory: 'out',
    gap: 0.01,
    timeLimitSeconds: 30,
    seed: 1,
    solver: 'highs',
    minimumSavingShare: 0.05,
    minimumSavingUsdPerMonth: 10,
    minimumSavingPerDisruption: 0.5,
    minimumDwellHours: 36,
    equalCostShare: 0.001,
    preferenceSolves: 12,
    actOnBundledPrices: 'simulated-fleet',
    userPricesMaxAgeDays: 30,
    allowStalePrices: false,
    prices: 'bundled',
    priceSources: 'aws,azure,gcp',
    priceRegions: '',
    priceCurrency: 'USD',
    logLevel: 'warn',
    actor: userInfo().username,
  })
})

it('takes the command line before the environment before the file before the default', () => {
  const file = settingsFile('gap: 0.02\nseed: 2\nsolver: javascript-lp-solver\nallowStalePrices: true')
  const config = loadConfig({ file, environment: { BALLAST_GAP: '0.03', BALLAST_SEED: '3' }, overrides: { gap: 0.04 } })
  expect(config).toMatchObject({ gap: 0.04, seed: 3, solver: 'javascript-lp-solver', allowStalePrices: true, timeLimitSeconds: 30 })
})

it('leaves the fleet of its file to those who read clusters', () => {
  const file = settingsFile('gap: 0.02\nfleet: { clusters: [] }')
  expect(loadConfig({ file, environment: {} })).toEqual({ ...loadConfig({ environment: {} }), gap: 0.02 })
  expect(fileWithFleet(file)).toBe(file)
  expect(fileWithFleet(settingsFile('gap: 0.02'))).toBeUndefined()
  expect(fileWithFleet('no-such-file.yaml')).toBeUndefined()
})

it('leaves alone what the command line does not give and what the environment leaves empty', () => {
  const config = loadConfig({ environment: { BALLAST_GAP: '', BALLAST_SEED: undefined }, overrides: { gap: undefined } })
  expect(config).toMatchObject({ gap: 0.01, seed: 1 })
})

it('reads numbers and truth from the environment, where all is text', () => {
  const config = loadConfig({ environment: { BALLAST_TIME_LIMIT_SECONDS: '2.5', BALLAST_ALLOW_STALE_PRICES: 'true', BALLAST_ACTOR: '42' } })
  expect(config).toMatchObject({ timeLimitSeconds: 2.5, allowStalePrices: true, actor: '42' })
})

it('cannot be changed once it is loaded', () => {
  expect(Object.isFrozen(loadConfig({ environment: {} }))).toBe(true)
})

it('tells every mistake of every source at once, each where it stands', () => {
  const file = settingsFile('gap: 2\nsedd: 1')
  const environment = { BALLAST_TIME_LIMIT_SECONDS: 'soon', BALLAST_SOLVER: 'higs', BALLAST_SEED: '1.5', BALLAST_ALLOW_STALE_PRICES: 'yes' }
  const { issues } = mistakes({ file, environment, overrides: { minimumSavingShare: -0.1, gap: 0.01 } })
  expect(issues).toEqual([
    { path: `${file}: gap`, message: 'is 2: at most 1' },
    { path: `${file}: sedd`, message: 'is no known setting', remedy: 'did you mean "seed"?' },
    { path: 'BALLAST_TIME_LIMIT_SECONDS', message: 'is "soon", not a number' },
    { path: 'BALLAST_SEED', message: 'is 1.5, not a whole number' },
    expect.objectContaining({ path: 'BALLAST_SOLVER', remedy: 'did you mean "highs"?' }),
    { path: 'BALLAST_ALLOW_STALE_PRICES', message: 'is "yes", not true or false' },
    { path: 'command line: minimumSavingShare', message: 'is -0.1: it must not be negative' },
  ])
})

it.each(['Infinity', 'NaN', '1e999', '0x', ' '])('takes no number that is none: %j', (text) => {
  expect(mistakes({ environment: { BALLAST_GAP: text } }).issues[0]?.path).toBe('BALLAST_GAP')
})

it('tells a mistake of the file even where the environment overrides it', () => {
  const file = settingsFile('gap: wide')
  expect(mistakes({ file, environment: { BALLAST_GAP: '0.1' } }).message).toContain('gap: is "wide", not a number')
})

it.each([
  ['is missing', undefined, /nowhere\.yaml: cannot be read: .*name a readable YAML file/s],
  ['is a list', '- gap: 1', /is no block of keys and values/],
  ['is cut off', 'actor: "mi', /Missing closing "quote/],
  ['says a thing twice', 'gap: 0.1\ngap: 0.2', /Map keys must be unique/],
])('tells what is wrong with a file that %s, beside the mistakes of others', (_what, text, message) => {
  const file = text === undefined ? join(folder, 'nowhere.yaml') : settingsFile(text)
  const error = mistakes({ file, environment: { BALLAST_SEED: '-1' } })
  expect(error.message).toMatch(message)
  expect(error.message).toContain('BALLAST_SEED: is -1')
})

it('shows nothing of the text of a file that it cannot read: it may bear a password', () => {
  const file = settingsFile('store: "postgres://u:hunter2@h/d')
  expect(mistakes({ file, environment: {} }).message).not.toContain('hunter2')
})

it('warns of a variable that looks like a setting, without its value, and of no other', () => {
  const warnings: string[] = []
  const environment = { BALLAST_GAPP: 'secret', BALLAST_STORE: 'x', BALLAST_TEST_POSTGRES: 'y', PATH: '/bin' }
  loadConfig({ environment, warn: (message) => warnings.push(message) })
  expect(warnings).toEqual(['BALLAST_GAPP is no known setting, and is ignored: did you mean "BALLAST_GAP"?'])
})

it('gives each setting a variable of its own', () => {
  expect(variableOf('minimumSavingUsdPerMonth')).toBe('BALLAST_MINIMUM_SAVING_USD_PER_MONTH')
  expect(new Set(SETTINGS.map(variableOf)).size).toBe(SETTINGS.length)
})

function settingsFile(text: string): string {
  const path = join(folder, 'ballast.yaml')
  writeFileSync(path, text)
  return path
}

function mistakes(sources: ConfigSources): InputError {
  try {
    loadConfig(sources)
  } catch (error) {
    if (error instanceof InputError) return error
    throw error
  }
  throw new Error('no mistake was found')
}
