import { userInfo } from 'node:os'
import { type Static, Type } from 'typebox'
import type { Hours, Seconds, Share, Usd } from '../domain/units.ts'
import { PRICE_SETTINGS } from './price-settings.ts'
import { choice, number, text } from './setting-kinds.ts'

/** Every setting with its unit, default and meaning: the types, the checks and the README's table all come from here. */
export const SettingsSchema = Type.Object(
  {
    store: text({
      default: '.ballast',
      description: 'Where runs, plans and the audit trail are kept: a folder (embedded, one process at a time) or a `postgres://` URL',
    }),
    outDirectory: text({ default: 'out', description: 'Folder for the plan, the problem and the reports' }),
    gap: number<Share>({
      default: 0.01,
      minimum: 0,
      maximum: 1,
      unit: 'share',
      description: 'How far from the proved optimum a plan may be; the solver stops there',
    }),
    timeLimitSeconds: number<Seconds>({
      default: 30,
      exclusiveMinimum: 0,
      unit: 's',
      description: "The longest that the nightly run's own solve may take",
    }),
    seed: Type.Integer({
      default: 1,
      minimum: 0,
      description: 'Where the search begins; the plan also depends on how far it comes in the time it has',
    }),
    solver: choice(['highs', 'javascript-lp-solver'], { default: 'highs', description: 'Which solver of linear models is used' }),
    minimumSavingShare: number<Share>({
      default: 0.05,
      minimum: 0,
      maximum: 1,
      unit: "share of today's cost",
      description: 'Nothing is moved for less',
    }),
    minimumSavingUsdPerMonth: number<Usd>({ default: 10, minimum: 0, unit: 'USD/month', description: 'Nothing is moved for less' }),
    minimumSavingPerDisruption: number({
      default: 0.5,
      minimum: 0,
      unit: 'share of cost per share of replicas',
      description: "The least share of the fleet's cost that an agent's moves save per share of the fleet's replicas that they move",
    }),
    minimumDwellHours: number<Hours>({
      default: 36,
      minimum: 0,
      unit: 'h',
      description: 'An agent that Ballast moved stays for so long: by default what moved one night stays the next',
    }),
    equalCostShare: number<Share>({
      default: 0.001,
      minimum: 0,
      maximum: 1,
      unit: 'share of the cost',
      description: "Plans that cost no more than this apart count as equal: then today's places are kept",
    }),
    preferenceSolves: Type.Integer({
      default: 12,
      minimum: 1,
      unit: 'solves',
      description: "How often a night's plan is solved again at most to judge moves; what could not be judged stays",
    }),
    actOnBundledPrices: choice(['simulated-fleet', 'never'], {
      default: 'simulated-fleet',
      description: 'What may be acted on with the prices that come with Ballast, which are months old; a real fleet never',
    }),
    userPricesMaxAgeDays: number({
      default: 30,
      exclusiveMinimum: 0,
      unit: 'days',
      description: "A user's price file that is older is refused",
    }),
    allowStalePrices: Type.Boolean({ default: false, description: "Takes a user's price file however old it is" }),
    ...PRICE_SETTINGS,
    clusterDeadlineSeconds: number<Seconds>({
      default: 120,
      exclusiveMinimum: 0,
      unit: 's',
      description: 'The longest that reading one cluster may take; one that takes longer counts as it last stood',
    }),
    clustersAtOnce: Type.Integer({ default: 16, minimum: 1, unit: 'clusters', description: 'How many clusters are read side by side' }),
    utilisationDays: number({
      default: 7,
      exclusiveMinimum: 0,
      unit: 'days',
      description: 'How much history is asked of Prometheus; a week shows every hour of one',
    }),
    logLevel: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], {
      default: 'warn',
      description: 'The least severe of what is written to stderr',
    }),
    actor: text({ defaultIs: "the operating system's user", description: 'Who is named in the audit trail' }),
  },
  { additionalProperties: false },
)

export type Config = Readonly<Static<typeof SettingsSchema>>
export type Setting = keyof Config

/** What a setting's schema says of it to people. */
export interface SettingFacts {
  readonly description: string
  readonly default?: string | number | boolean
  /** Where the default is found only when Ballast runs. */
  readonly defaultIs?: string
  readonly unit?: string
  readonly type?: string
  readonly anyOf?: readonly { readonly const: string }[]
}

export const SETTINGS = Object.keys(SettingsSchema.properties) as readonly Setting[]
export const factsOf = (setting: Setting): SettingFacts => SettingsSchema.properties[setting] as unknown as SettingFacts

/** `timeLimitSeconds` is BALLAST_TIME_LIMIT_SECONDS. */
export const variableOf = (setting: Setting): string => `BALLAST_${setting.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`

export function defaultConfig(): Config {
  const defaults = SETTINGS.map((setting) => [setting, factsOf(setting).default])
  return { ...(Object.fromEntries(defaults) as Config), actor: currentUser() }
}

/** A container may run under a number that has no name. */
function currentUser(): string {
  try {
    return userInfo().username
  } catch {
    return `user ${process.getuid?.() ?? 'unknown'}`
  }
}
