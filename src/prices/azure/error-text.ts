const MOST_CHARACTERS = 300

/** What an error of Azure says: `{"Error":{"Code","Message"}}` with either case, `{"error":{…}}`, or the code and message alone. */
export function azureErrorText(body: unknown): string | undefined {
  const error = field(body, 'error') ?? body
  const words = [field(error, 'code'), field(error, 'message')].filter((word) => typeof word === 'string' && word.trim() !== '')
  if (words.length === 0) return undefined
  const text = words.join(': ').replaceAll(/\s+/g, ' ').trim()
  return text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS)}…` : text
}

function field(value: unknown, name: string): unknown {
  if (value === null || typeof value !== 'object') return undefined
  return Object.entries(value).find(([key]) => key.toLowerCase() === name)?.[1]
}
