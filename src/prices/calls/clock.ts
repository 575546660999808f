import { PriceSourceError } from '../price-source-error.ts'

/**
 * Refuses an answer where this machine's clock and the server's are too far apart: ages would be wrong, and a stale price taken for a fresh one.
 * `date` is the answer's Date header; one without a date says nothing.
 */
export function requireSameClock(date: string | null | undefined, now: Date, mostSeconds: number, where: string): void {
  const theirs = date ? Date.parse(date) : Number.NaN
  if (Number.isNaN(theirs)) return
  const secondsAhead = Math.round((now.getTime() - theirs) / 1000)
  if (Math.abs(secondsAhead) <= mostSeconds) return
  const message = `the clock of this machine is ${span(Math.abs(secondsAhead))} ${secondsAhead > 0 ? 'ahead of' : 'behind'} the server's`
  throw new PriceSourceError(where, {
    message,
    remedy: 'set it right (NTP): with a wrong clock no age of a price can be told',
    isPassing: false,
    isOfHost: true,
  })
}

const span = (seconds: number): string => (seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`)
