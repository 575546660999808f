/** One write to a cluster, before or after it happened. */
export interface AuditEntry {
  readonly at: Date
  readonly who: string
  /** What is done to what: `grow support-agent in aws-eu-west-1 on-demand`. */
  readonly what: string
  readonly outcome: 'intended' | 'done' | 'failed'
  readonly old: unknown
  readonly new: unknown
  readonly reason: string
}

/** What applying needs of the store: that a record is kept before anything is written. */
export interface AuditTrail {
  record(entry: AuditEntry): Promise<void>
}
