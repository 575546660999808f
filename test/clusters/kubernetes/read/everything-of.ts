/** All that an error could show: its message, its causes, its fields. */
export function everythingOf(error: unknown): string {
  const { message = '', stack = '', cause, ...fields } = error as Error & Record<string, unknown>
  return [message, stack, JSON.stringify(fields), cause === undefined ? '' : everythingOf(cause)].join('\n')
}
