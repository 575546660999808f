import { expect, test } from 'vitest'
import type { CommitmentUse } from '../../src/domain/commitment-use.ts'
import { commitmentNotes, commitmentsReport } from '../../src/reports/commitments.ts'
import type { Findings } from '../../src/reports/findings.ts'
import { aCommitment } from '../builders.ts'

const use = (part: Partial<CommitmentUse> = {}): CommitmentUse => ({
  ...aCommitment(),
  used: 1,
  usedToday: 2,
  payableUsdPerHour: 1,
  unusedUsdPerHour: 0.5,
  ...part,
})

test('each commitment is a row: how much of it is used today and by the plan, and what the rest costs for nothing', () => {
  const [row] = commitmentsReport.rows({ commitments: [use()] } as unknown as Findings)
  expect(row).toMatchObject({
    count: 2,
    usedToday: 2,
    used: 1,
    unused: 1,
    usdPerHourPerNode: 0.5,
    unusedUsdPerHour: 0.5,
    unusedUsdPerMonth: 365,
  })
  expect(commitmentsReport.columns.filter((column) => row![column] === undefined)).toEqual([])
})

test('a fleet without commitments has no rows and needs no notes', () => {
  expect(commitmentsReport.rows({} as Findings)).toEqual([])
  expect(commitmentNotes([])).toEqual([])
})

test('what is payable whatever runs is told beside the cost, and what of it is for nothing', () => {
  expect(commitmentNotes([use()])).toEqual([
    'Commitments: 1.000 USD/h (730 USD/month) are payable whatever runs, today as by any plan, and are in none of the costs above.',
    '1 of 2 committed m.xlarge stays unused in aws eu-west-1 (reserved instance until 2099-01-01), paid for nothing at 0.500 USD/h (365 USD/month).',
  ])
})

test('what was paid up front is told where it is not used, and what is payable while running is not', () => {
  const upfront = use({ region: 'all', count: 3, usdPerHour: 0, payableUsdPerHour: 0, unusedUsdPerHour: 0 })
  expect(commitmentNotes([upfront])).toEqual([
    '2 of 3 committed m.xlarge stay unused in all of aws (reserved instance until 2099-01-01), paid up front.',
  ])
  expect(commitmentNotes([use({ payable: 'while running' })])).toEqual([])
  expect(commitmentNotes([use({ used: 2, unusedUsdPerHour: 0 })])).toHaveLength(1)
})
