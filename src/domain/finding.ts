/** What was found while something was read: told in one place, wherever it was noticed. */
export interface Finding {
  /** error: it cannot be relied on, and nothing is planned with it; warning: it is, and somebody should look; note: good to know. */
  readonly severity: 'error' | 'warning' | 'note'
  /** The cluster's id; absent for the fleet as a whole. */
  readonly cluster?: string
  /** What it is about, as its users name it: `Deployment support/support-agent`, `node ip-10-0-0-7`, `right list pods`. */
  readonly subject: string
  readonly message: string
  /** What to do about it; absent where nothing need be done. */
  readonly remedy?: string
}
