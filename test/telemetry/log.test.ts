import { expect, it } from 'vitest'
import { createLog, type LogOptions } from '../../src/telemetry/log.ts'

function logged(options: Partial<LogOptions>, write: (log: ReturnType<typeof createLog>) => void): string {
  let text = ''
  write(createLog({ level: 'info', human: false, write: (line) => (text += line), ...options }))
  return text
}

it('writes one JSON object a line for machines, with the level in words and the time', () => {
  const line = logged({}, (log) => log.warn({ cluster: 'aws-eu' }, 'prices are old'))
  expect(line.endsWith('\n')).toBe(true)
  expect(JSON.parse(line)).toEqual({ level: 'warn', time: expect.stringMatching(/^\d{4}-.*Z$/), cluster: 'aws-eu', msg: 'prices are old' })
})

it('writes plain lines for people, without the stack of an error', () => {
  const line = logged({ human: true }, (log) => log.error({ err: new Error('no answer'), cluster: 'aws-eu', tries: 3 }, 'cannot read'))
  expect(line).toMatch(/^\d\d:\d\d:\d\d error cannot read: no answer \(cluster=aws-eu tries=3\)\n$/)
})

it('says the message of an error once where nothing else is said', () => {
  expect(logged({ human: true }, (log) => log.error(new Error('no answer')))).toMatch(/ error no answer\n$/)
})

it('is quiet below its level', () => {
  expect(logged({ level: 'warn' }, (log) => log.info('hello'))).toBe('')
  expect(logged({ level: 'silent' }, (log) => log.fatal('hello'))).toBe('')
})

const SECRET = 'hunter2hunter2'

it.each([
  ['a database URL', (log) => log.warn(`cannot open postgres://mia:${SECRET}@host:5432/db`)],
  ['a password with characters that a URL should not hold', (log) => log.warn(`postgres://mia:${SECRET}/@${SECRET}@host/db`)],
  ['a URL with a token for a user', (log) => log.warn(`https://${SECRET}@example.org/repository`)],
  ['a password as a parameter', (log) => log.warn(`postgres://host/db?user=mia&password=${SECRET}`)],
  ['a connection string', (log) => log.warn(`host=x password='${SECRET}' user=mia`)],
  ['a signed link', (log) => log.warn(`https://x.example/prices?sv=1&sig=${SECRET}`)],
  ['an authorization header', (log) => log.warn({ request: { headers: { Authorization: `Bearer ${SECRET}` } } })],
  ['a list of raw headers', (log) => log.warn({ rawHeaders: ['Authorization', `Bearer ${SECRET}`, 'x', `Basic ${SECRET}`] })],
  ['a header within a text', (log) => log.warn(`sent "authorization: Token ${SECRET}"`)],
  ['JSON within a text', (log) => log.warn(`answered {"access_token":"${SECRET}"}`)],
  ['a token deep in an object', (log) => log.warn({ a: [{ b: { clientSecret: [SECRET], apiToken: SECRET, API_KEY: SECRET } }] })],
  ['the message and the stack of an error', (log) => log.error(new Error(`refused postgresql://mia:${SECRET}@host/db`))],
  ['the cause of an error', (log) => log.error(new Error('refused', { cause: new Error(`https://mia:${SECRET}@host`) }))],
] as [string, (log: ReturnType<typeof createLog>) => void][])('never writes %s with its secret', (_what, write) => {
  for (const human of [true, false]) {
    const text = logged({ human }, write)
    expect(text).toMatch(/warn|error/)
    expect(text).not.toContain(SECRET)
  }
})

it('keeps what helps: the user and the host of an address, and words that are no secret', () => {
  const line = logged({ human: true }, (log) => log.warn({ tokensPerHour: 12 }, 'postgres://mia:x@host/db: basic settings of 3 tokens'))
  expect(line).toContain('postgres://mia:[redacted]@host/db: basic settings of 3 tokens (tokensPerHour=12)')
})

it('takes no time over a long text without secrets', () => {
  const text = logged({}, (log) => log.warn('a'.repeat(200_000)))
  expect(text).toHaveLength(JSON.stringify({ level: 'warn', time: new Date().toISOString(), msg: '' }).length + 200_001)
}, 2000)
