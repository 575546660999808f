import { badAnswer } from '../price-source-error.ts'

/** A listing of Azure that comes in pages. */
export interface Listing {
  /** Its address, as configured, without a query. */
  readonly base: URL
  /** What each page is asked with, whatever a link says. */
  readonly query: Readonly<Record<string, string>>
  /** The host that Azure's own links name: a replay on this machine sends them unchanged. */
  readonly officialHost: string
  /** For messages. */
  readonly where: string
}

export const firstPage = ({ base, query }: Listing): URL => withQuery(base, ownPairs(query))

/**
 * The address of the page after; undefined after the last. Of a link only its query is taken: the host, and what is asked for, stay
 * those that were configured, since Azure's links lose the version and the currency. Throws PriceSourceError where it leads elsewhere.
 */
export function nextPage(link: string | null | undefined, { base, query, officialHost, where }: Listing): URL | undefined {
  if (!link) return undefined
  const url = URL.parse(link, base.href)
  if (url === null) throw badAnswer(where, 'the link to the next page is no URL')
  if (url.host !== base.host && url.hostname !== officialHost)
    throw badAnswer(where, `the link to the next page leads to another host (${url.host || url.protocol}) and is not followed`)
  const pairs = url.search.slice(1).split('&')
  return withQuery(base, [...ownPairs(query), ...pairs.filter((pair) => pair !== '' && !(nameOf(pair) in query))])
}

/** `$` stays as it is, and a space is %20: so Azure writes its own links. */
const ownPairs = (query: Readonly<Record<string, string>>): string[] =>
  Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)

const nameOf = (pair: string): string => [...new URLSearchParams(pair).keys()][0] ?? ''

function withQuery(base: URL, pairs: readonly string[]): URL {
  const url = new URL(base)
  url.search = pairs.join('&')
  return url
}
