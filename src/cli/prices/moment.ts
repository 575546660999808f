import { InvalidArgumentError } from 'commander'

const DAY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^(\d{4}-\d{2}-\d{2})T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/

/** A moment; of a day its first one, in UTC. */
export const fromStart = (text: string): Date => momentOf(text, 'T00:00:00.000Z')
/** A moment; of a day its last one, in UTC. */
export const toEnd = (text: string): Date => momentOf(text, 'T23:59:59.999Z')

function momentOf(text: string, timeOfDay: string): Date {
  const day = DAY.test(text) ? text : MOMENT.exec(text)?.[1]
  const moment = new Date(text === day ? `${text}${timeOfDay}` : text)
  if (day === undefined || Number.isNaN(moment.getTime()) || !isCalendarDay(day))
    throw new InvalidArgumentError('Give a day such as 2026-11-01, or a moment such as 2026-11-01T06:00:00Z.')
  return moment
}

/** Date takes 2026-02-30 for 2 March. */
const isCalendarDay = (day: string): boolean => {
  const midnight = new Date(`${day}T00:00:00Z`)
  return !Number.isNaN(midnight.getTime()) && midnight.toISOString().startsWith(day)
}
