import type { Seconds } from '../../domain/units.ts'

/** The longest that a timer takes [ms]. */
const LONGEST_TIMER = 2 ** 31 - 1

export interface Deadline extends Disposable {
  /** Given when the time is over or a person calls off, whichever is first; its reason tells which. */
  readonly signal: AbortSignal
  /** ms since the epoch. */
  readonly endsAt: number
}

export function deadline(seconds: Seconds, calledOff?: AbortSignal): Deadline {
  const milliseconds = Math.min(seconds * 1000, LONGEST_TIMER)
  const time = new AbortController()
  const timer = setTimeout(() => time.abort(new DOMException('the time is over', 'TimeoutError')), milliseconds)
  return {
    signal: calledOff ? AbortSignal.any([calledOff, time.signal]) : time.signal,
    endsAt: Date.now() + milliseconds,
    [Symbol.dispose]: () => clearTimeout(timer),
  }
}

export const cutShortBy = ({ reason }: AbortSignal): 'called off' | 'out of time' =>
  reason instanceof Error && reason.name === 'TimeoutError' ? 'out of time' : 'called off'

export const cutShortText = (signal: AbortSignal): string =>
  cutShortBy(signal) === 'out of time'
    ? 'the time for the whole refresh is over; run it again: it goes on with what is missing; or give it more time (priceDeadlineSeconds)'
    : 'the refresh was called off; run it again: it goes on with what is missing'
