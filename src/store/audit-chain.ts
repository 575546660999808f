import { createHash } from 'node:crypto'

/** What is recorded of one write; `old` and `new` are JSON, absent where there is none. */
export interface AuditRecord {
  readonly actor: string
  /** What was done: a verb such as `scale`. */
  readonly action: string
  /** What it was done to. */
  readonly subject: string
  readonly old?: unknown
  readonly new?: unknown
  readonly reason: string
  readonly runId?: string
}

/** A record in its place in the trail: each hash covers the entry and, by the hash before it, all that came before. */
export interface AuditEntry extends AuditRecord {
  /** 1, 2, 3, … without gaps. */
  readonly position: number
  /** ISO date-time. */
  readonly at: string
  readonly previousHash: string
  readonly hash: string
}

export interface BrokenLink {
  readonly position: number
  readonly why: string
}

/** What the first entry follows. */
export const CHAIN_START = { position: 0, hash: '0'.repeat(64) }

/** SHA-256 over the canonical JSON of the entry: absent and null are one, and the order of keys does not count. */
export function hashOf(entry: Omit<AuditEntry, 'hash'>): string {
  const { position, at, actor, action, subject, reason, previousHash } = entry
  const covered = { position, at, actor, action, subject, reason, previousHash }
  const values = { old: entry.old ?? null, new: entry.new ?? null, runId: entry.runId ?? null }
  return createHash('sha256')
    .update(canonicalJson({ ...covered, ...values }))
    .digest('hex')
}

/** Why an entry does not follow the one before it; undefined where it does. */
export function brokenLink(previous: { position: number; hash: string }, entry: AuditEntry): BrokenLink | undefined {
  const position = previous.position + 1
  if (entry.position !== position) return { position, why: `entry ${position} is missing: the next one is ${entry.position}` }
  if (entry.previousHash !== previous.hash) return { position, why: `entry ${position} does not follow the one before it` }
  if (entry.hash !== hashOf(entry)) return { position, why: `entry ${position} was changed after it was written` }
  return undefined
}

/** One text for one value: keys sorted at every depth. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(byKey)) : part,
  )
}

const byKey = ([a]: [string, unknown], [b]: [string, unknown]): number => (a < b ? -1 : 1)
