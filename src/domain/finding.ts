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

/** The worst first. */
export const SEVERITIES: readonly Finding['severity'][] = ['error', 'warning', 'note']

/** `2 errors, 1 warning`: those kinds of which there are any; '' where there are none. */
export function countsText(findings: readonly Finding[], kinds: readonly Finding['severity'][] = SEVERITIES): string {
  const counts = kinds.map((kind) => ({ kind, count: findings.filter(({ severity }) => severity === kind).length }))
  return counts.flatMap(({ kind, count }) => (count === 0 ? [] : [`${count} ${kind}${count === 1 ? '' : 's'}`])).join(', ')
}
