import { ALL_REGIONS, type Commitment } from '../domain/commitment.ts'
import type { CommitmentUse } from '../domain/commitment-use.ts'
import { usdPerHourText, usdPerMonthText } from './figures.ts'
import type { Findings } from './findings.ts'
import { perMonth, total } from './money.ts'
import type { Report, Row } from './report.ts'

/** What is paid for in advance, how much of it runs today and by the plan, and what is paid for nothing. */
export const commitmentsReport: Report = {
  name: 'commitments',
  summary: 'what is paid for in advance, how much of it is used, and what the rest costs',
  columns: [
    'program',
    'provider',
    'region',
    'instanceType',
    'termEnds',
    'count',
    'usedToday',
    'used',
    'unused',
    'payable',
    'usdPerHourPerNode',
    'payableUsdPerHour',
    'unusedUsdPerHour',
    'unusedUsdPerMonth',
    'source',
    'line',
  ],
  headings: {
    program: 'program',
    provider: 'provider',
    region: 'region',
    instanceType: 'machine',
    termEnds: 'until',
    count: 'nodes',
    usedToday: 'used today',
    used: 'used',
    unused: 'unused',
    payableUsdPerHour: 'payable USD/h',
    unusedUsdPerHour: 'for nothing USD/h',
  },
  rows: ({ commitments = [] }: Findings): Row[] => commitments.map(rowOf),
}

function rowOf({ asOf: _, usdPerHour, ...use }: CommitmentUse): Row {
  return {
    ...use,
    usdPerHourPerNode: usdPerHour,
    unused: use.count - use.used,
    unusedUsdPerMonth: perMonth(use.unusedUsdPerHour),
  }
}

/** What a reader of the plan's cost must know of commitments: what is payable beside it whatever runs, and what of that is for nothing. */
export function commitmentNotes(uses: readonly CommitmentUse[]): string[] {
  const fixed = uses.filter(({ payable }) => payable === 'always')
  const usdPerHour = total(fixed, ({ payableUsdPerHour }) => payableUsdPerHour)
  const all = `Commitments: ${amount(usdPerHour)} are payable whatever runs, today as by any plan, and are in none of the costs above.`
  return [...(usdPerHour > 0 ? [all] : []), ...fixed.filter(({ count, used }) => used < count).map(unusedNote)]
}

function unusedNote(use: CommitmentUse): string {
  const paid = use.usdPerHour === 0 ? 'paid up front' : `paid for nothing at ${amount(use.unusedUsdPerHour)}`
  const unused = use.count - use.used
  return `${unused} of ${use.count} committed ${use.instanceType} ${unused === 1 ? 'stays' : 'stay'} unused in ${placeText(use)} (${use.program} until ${use.termEnds}), ${paid}.`
}

const placeText = ({ provider, region }: Commitment): string => (region === ALL_REGIONS ? `all of ${provider}` : `${provider} ${region}`)

const amount = (usdPerHour: number): string => `${usdPerHourText(usdPerHour)} USD/h (${usdPerMonthText(perMonth(usdPerHour))} USD/month)`
