import { InputError } from '../../domain/input-error.ts'
import { didYouMean } from '../../domain/nearest-name.ts'

/** A region of a provider. */
export interface SpotPlace {
  readonly provider: string
  readonly region: string
}

/** Throws InputError for a provider or a region that nobody knows: what is recorded of it would never count. */
export function requireKnownPlace({ provider, region }: SpotPlace, known: readonly SpotPlace[]): void {
  const regions = known.filter((place) => place.provider === provider).map((place) => place.region)
  if (regions.includes(region)) return
  const providers = known.map((place) => place.provider)
  const [path, name, names] = regions.length === 0 ? ['provider', provider, providers] : ['region', region, regions]
  throw new InputError('command line', [{ path, message: `"${name}" is not known`, remedy: didYouMean(name, names) }])
}

/** Throws InputError for a moment to come: nothing was seen then. */
export function requirePast(when: Date, option: string, now: Date): void {
  if (when <= now) return
  throw new InputError('command line', [
    { path: option, message: `${when.toISOString()} is yet to come`, remedy: 'check it, and the clock' },
  ])
}
