/** One mistake in what a person gave us: where it stands, what is wrong, and what to do about it. */
export interface InputIssue {
  /** Where: a path such as `agents[3].requests.cpu`, or '' for the whole document. */
  readonly path: string
  readonly message: string
  /** What to do; absent where the message already says it. */
  readonly remedy?: string
}

/** What a person gave us cannot be used; carries every mistake found, not just the first. The command line exits with 2. */
export class InputError extends Error {
  readonly source: string
  readonly issues: readonly InputIssue[]

  constructor(source: string, issues: readonly InputIssue[], options?: ErrorOptions) {
    super(`${source}: ${issues.length === 1 ? '1 mistake' : `${issues.length} mistakes`}\n${issues.map(issueText).join('\n')}`, options)
    this.name = 'InputError'
    this.source = source
    this.issues = issues
  }
}

function issueText({ path, message, remedy }: InputIssue): string {
  return `  ${path ? `${path}: ` : ''}${message}${remedy ? ` (${remedy})` : ''}`
}
