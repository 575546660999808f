import { InputError, type InputIssue } from '../domain/input-error.ts'
import { didYouMean, editsBetween } from '../domain/nearest-name.ts'
import type { SourceName } from './source.ts'

export interface KnownRegion {
  readonly provider: string
  readonly region: string
}

export interface AskedRegions {
  /** Absent: the source is not asked, for none of the regions is its own. */
  readonly bySource: ReadonlyMap<SourceName, readonly string[]>
  readonly warnings: readonly string[]
}

/** Of whom a source knows prices; `any`: its regions are found only where it is read. */
const CLOUDS: Readonly<Record<SourceName, readonly string[] | 'any'>> = {
  aws: ['aws'],
  azure: ['azure'],
  'azure-ratecard': ['azure'],
  gcp: ['gcp'],
  bundled: ['aws', 'azure', 'gcp'],
  file: 'any',
}

/** How each cloud names its regions, so that one it opens tomorrow can be asked for. */
const NAMED_LIKE: Readonly<Record<string, RegExp>> = {
  aws: /^[a-z]{2,4}(-[a-z]+)+-\d{1,2}$/,
  azure: /^[a-z]{5,}\d?$/,
  gcp: /^[a-z]+(-[a-z]+)+\d{1,2}$/,
}

/**
 * Which of the named regions each source is to be asked for. Throws InputError with every name that is a mistake: a slip of the
 * pen, a region of a cloud that is not asked, or no name of any asked cloud's making.
 */
export function regionsBySource(sources: readonly SourceName[], names: readonly string[], known: readonly KnownRegion[]): AskedRegions {
  const verdicts = [...new Set(names)].map((name) => verdictOn(name, sources, known))
  const mistakes = verdicts.flatMap(({ mistake }) => (mistake ? [mistake] : []))
  if (mistakes.length > 0) throw new InputError('regions', mistakes)
  const regionsOf = (source: SourceName) => verdicts.filter(({ clouds }) => knows(source, clouds)).map(({ name }) => name)
  const asked = sources.map((source) => [source, regionsOf(source)] as const)
  const idle = asked.filter(([, regions]) => regions.length === 0).map(([source]) => source)
  return {
    bySource: new Map(asked.filter(([, regions]) => regions.length > 0)),
    warnings: [
      ...verdicts.flatMap(({ warning }) => warning ?? []),
      ...idle.map((source) => `${source} is not asked: none of the named regions is its own`),
    ],
  }
}

/** Whether a source can be asked for a cloud's prices; what a user's own file tells of, only the file says. */
export const mayKnow = (source: SourceName, cloud: string): boolean => CLOUDS[source] === 'any' || CLOUDS[source].includes(cloud)

interface Verdict {
  readonly name: string
  readonly clouds: readonly string[]
  readonly warning?: string
  readonly mistake?: InputIssue
}

const knows = (source: SourceName, clouds: readonly string[]): boolean => {
  const own = CLOUDS[source]
  return own === 'any' || clouds.some((cloud) => own.includes(cloud))
}

function verdictOn(name: string, sources: readonly SourceName[], known: readonly KnownRegion[]): Verdict {
  const owners = known.filter(({ region }) => region === name).map(({ provider }) => provider)
  const isOpen = sources.some((source) => CLOUDS[source] === 'any')
  if (isOpen || sources.some((source) => knows(source, owners))) return { name, clouds: owners }
  const names = known.filter(({ provider }) => sources.some((source) => knows(source, [provider]))).map(({ region }) => region)
  const refused = (message: string, remedy: string): Verdict => ({ name, clouds: [], mistake: { path: name, message, remedy } })
  if (owners.length > 0) {
    const [owner] = owners
    return refused(`is a region of ${owner}, which is not among the sources (${sources.join(', ')})`, `add the source ${owner}`)
  }
  const clouds = cloudsNamingLike(name, sources)
  if (clouds.length === 0 || isSlip(name, names)) return refused('is no known region', didYouMean(name, names))
  const warning = `${name} is no region that Ballast knows; ${clouds.join(' and ')} is asked for it all the same, for clouds open new ones`
  return { name, clouds, warning }
}

const cloudsNamingLike = (name: string, sources: readonly SourceName[]): string[] =>
  Object.keys(NAMED_LIKE).filter((cloud) => NAMED_LIKE[cloud]!.test(name) && sources.some((source) => knows(source, [cloud])))

/**
 * Two letters off a known name at most; but clouds name what they open by a new number, or by words that other regions' names are made of:
 * beside ca-west-1 there may be a ca-east-1.
 */
function isSlip(name: string, names: readonly string[]): boolean {
  const known = new Set(names.map(withoutNumber))
  const own = withoutNumber(name)
  const words = new Set([...known].flatMap((other) => other.split('-')))
  const isMadeOfKnownWords = own.includes('-') && own.split('-').every((word) => words.has(word))
  return !known.has(own) && !isMadeOfKnownWords && [...known].some((other) => editsBetween(own, other, 3) < 3)
}

const withoutNumber = (name: string): string => name.replace(/\d+$/, '')
