import pino, { type Logger } from 'pino'
import { redact } from './redact.ts'

export type Log = Logger

export interface LogOptions {
  readonly level: pino.LevelWithSilent
  /** Plain lines for a person, else a JSON object a line for a machine. */
  readonly human: boolean
  /** Where lines go; absent: stderr. */
  readonly write?: (line: string) => void
}

/** The log: one line an event, without secrets, written at once so that none is lost at a sudden end. */
export function createLog({ level, human, write = toStderr }: LogOptions): Log {
  const shown = human ? humanLine : JSON.stringify
  const options = {
    level,
    base: null,
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  return pino(options, { write: (line: string) => write(`${shown(redact(JSON.parse(line)) as Entry)}\n`) })
}

interface Entry {
  readonly level: string
  readonly time: string
  readonly msg?: string
  readonly err?: { readonly message?: string }
}

const toStderr = (line: string): void => {
  process.stderr.write(line)
}

/** `10:52:57 warn the message (key=value …)`; of an error its message, for the stack is for machines. */
function humanLine({ level, time, msg, err, ...rest }: Entry): string {
  const said = [msg, err?.message].filter((part, index, parts) => part && parts.indexOf(part) === index).join(': ')
  const details = Object.entries(rest).map(([key, value]) => `${key}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return `${time.slice(11, 19)} ${level} ${said}${details.length > 0 ? ` (${details.join(' ')})` : ''}`
}
