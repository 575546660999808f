import { InputError } from '../domain/input-error.ts'

/** Where the store lives. `shown` is fit for messages: it bears no password. */
export type StoreLocation =
  | { readonly kind: 'folder'; readonly path: string; readonly shown: string }
  | { readonly kind: 'postgres'; readonly url: string; readonly shown: string }

const POSTGRES = /^postgres(ql)?:\/\//i
const SOME_SCHEME = /^([a-z][a-z0-9+.-]+):/i

/** Throws InputError for what is neither a folder nor a PostgreSQL address; it never repeats the text, which may bear a password. */
export function parseLocation(location: string): StoreLocation {
  if (location.trim() === '') throw badLocation('is empty')
  if (POSTGRES.test(location)) return { kind: 'postgres', url: location, shown: withoutSecrets(location) }
  const scheme = SOME_SCHEME.exec(location)?.[1]
  if (scheme !== undefined) throw badLocation(`starts with "${scheme}:", which is no store that Ballast knows`)
  return { kind: 'folder', path: location, shown: location }
}

export function badLocation(message: string): InputError {
  const remedy = 'give a folder such as .ballast, or postgres://user:password@host:5432/database'
  return new InputError('store location', [{ path: 'BALLAST_STORE', message, remedy }])
}

/** Drops the password and all parameters, either of which may be secret. */
function withoutSecrets(location: string): string {
  const url = URL.parse(location)
  if (!url) throw badLocation('is no valid PostgreSQL address: percent-encode special characters in the password')
  url.password = ''
  url.search = ''
  url.hash = ''
  return url.href
}
