/** Prices are too old or incomplete to act on; what was planned with them may still be read. */
export class StalePricesError extends Error {
  override readonly name = 'StalePricesError'
  /** Each with what, where and how old. */
  readonly reasons: readonly string[]

  constructor(fleet: string, reasons: readonly string[]) {
    const remedy = 'Read them anew: ballast prices refresh. Or run without --apply, to see what would be done at these prices.'
    super(
      `--apply: ${fleet} is not acted on with prices that are stale or incomplete.\n${reasons.map((reason) => `  ${reason}\n`).join('')}${remedy}`,
    )
    this.reasons = reasons
  }
}
