const HIDDEN = '[redacted]'
const SECRET_KEY = /authorization|cookie|passw|passphrase|secret|token(?!s)|api[-_]?key|access[-_]?key|private[-_]?key|credential/i

/** What is put in a text's place where it looks like a secret; the order counts. */
const SECRET_TEXTS: readonly (readonly [RegExp, string])[] = [
  // user:password@ in a URL; a password that was not encoded may hold anything but a space
  [/([a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@"'<>]*):[^\s"'<>]*@/gi, `$1:${HIDDEN}@`],
  // a token in the user's place
  [/(https?:\/\/)[^\s:/@"'<>]+@/gi, `$1${HIDDEN}@`],
  [/(\bauthorization["']?\s*[:=]\s*["']?)(?:\w+\s+)?[^\s"',]+/gi, `$1${HIDDEN}`],
  [/\b(bearer)\s+[\w.~+/=-]{8,}/gi, `$1 ${HIDDEN}`],
  [/^(basic)\s+[a-z0-9+/=]{8,}$/gi, `$1 ${HIDDEN}`],
  // JSON web token
  [/\beyJ[\w-]+\.[\w-]+\.[\w-]*/g, HIDDEN],
  // AWS access key id
  [/\b(AKIA|ASIA)[A-Z0-9]{16}\b/g, HIDDEN],
  // name=value or name: value, in a query, a connection string or JSON in a text; `sig` signs Azure's links
  [
    /\b(sig|signature|x-amz-signature|x-amz-security-token|\w*(?:password|passwd|secret|token(?!s)|api_?key))(["']?\s*[=:]\s*)("[^"]*"|'[^']*'|[^\s&;,"']+)/gi,
    `$1$2${HIDDEN}`,
  ],
]

/** The same value without secrets: those whose key says so, and those that a text gives away. */
export function redact(value: unknown): unknown {
  if (typeof value === 'string') return redactText(value)
  if (Array.isArray(value)) return value.map(redact)
  if (value === null || typeof value !== 'object') return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, SECRET_KEY.test(key) ? HIDDEN : redact(part)]))
}

function redactText(text: string): string {
  return SECRET_TEXTS.reduce((clean, [pattern, replacement]) => clean.replace(pattern, replacement), text)
}
