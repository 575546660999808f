import { ClusterError } from './cluster-error.ts'
import type { Connection } from './connection.ts'

export interface ListReading {
  /** Where it stands, without a query. */
  readonly path: string
  readonly isMetadataEnough: boolean
  /** Objects a page. */
  readonly limit: number
  readonly signal: AbortSignal
}

export interface ListAsRead<Kept> {
  readonly kept: readonly Kept[]
  readonly resourceVersion: string
  /** How many objects the server gave, whatever was kept of them. */
  readonly objects: number
}

interface Page {
  readonly items?: readonly unknown[] | null
  readonly metadata?: { readonly continue?: string; readonly resourceVersion?: string }
}

/** More pages than any list has. */
const MOST_PAGES = 10_000

/**
 * A whole list, page by page, as of one resourceVersion; of each object only what `keep` gives of it stays in memory.
 * Where the server has forgotten that version before the last page (410), it is begun anew, once. Throws ClusterError.
 */
export async function readList<Kept>(
  connection: Connection,
  reading: ListReading,
  keep: (object: unknown) => Kept | undefined,
): Promise<ListAsRead<Kept>> {
  try {
    return await readPages(connection, reading, keep)
  } catch (error) {
    if (!(error instanceof ClusterError) || error.failure !== 'expired') throw error
    return readPages(connection, reading, keep)
  }
}

async function readPages<Kept>(
  connection: Connection,
  reading: ListReading,
  keep: (object: unknown) => Kept | undefined,
): Promise<ListAsRead<Kept>> {
  const kept: Kept[] = []
  let [objects, resourceVersion, next] = [0, '', '']
  for (let pages = 0; pages < MOST_PAGES; pages++) {
    const { items, metadata = {} } = await readPage(connection, reading, next)
    for (const item of items ?? []) {
      const one = keep(item)
      if (one !== undefined) kept.push(one)
    }
    objects += items?.length ?? 0
    resourceVersion ||= metadata.resourceVersion ?? ''
    if (!metadata.continue) return { kept, objects, resourceVersion }
    if (metadata.continue === next) break
    next = metadata.continue
  }
  throw broken(connection, `GET ${reading.path} leads from page to page without an end`)
}

async function readPage(connection: Connection, { path, isMetadataEnough, limit, signal }: ListReading, next: string): Promise<Page> {
  const query = new URLSearchParams({ limit: String(limit), ...(next ? { continue: next } : {}) })
  const page = (await connection.ask({ path: `${path}?${query}`, isMetadataEnough, signal })) as Page
  if (page.items !== undefined && page.items !== null && !Array.isArray(page.items)) throw broken(connection, `GET ${path} gave no list`)
  return page
}

const broken = ({ cluster }: Connection, what: string): ClusterError =>
  new ClusterError({ cluster, failure: 'broken', what, remedy: 'see whether an API server stands at its address' })
