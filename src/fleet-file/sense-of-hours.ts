import type { InputIssue } from '../domain/input-error.ts'
import type { Draft } from './draft.ts'
import type { DescribedAgent } from './schema.ts'

/** What an agent's demand by the hour says that cannot be: a day of other than 24 hours, and parts of replicas. */
export function senseOfHours({ demandByHour, load }: Draft<DescribedAgent>, path: string): InputIssue[] {
  if (!demandByHour) return []
  const at = `${path}.demandByHour`
  if (demandByHour.length !== 24)
    return [{ path: at, message: `has ${demandByHour.length} hours`, remedy: 'give 24 numbers, one an hour from midnight UTC' }]
  return demandByHour.flatMap((amount, hour) =>
    load || amount === undefined || Number.isInteger(amount)
      ? []
      : [{ path: `${at}[${hour}]`, message: `is ${amount}, no whole number of replicas`, remedy: 'round it up, or say `load`' }],
  )
}
