import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { csv } from '../../src/reports/csv.ts'
import { REPORTS } from '../../src/reports/index.ts'
import { json } from '../../src/reports/json.ts'
import { type Table, tableOf } from '../../src/reports/report.ts'
import { textTable } from '../../src/reports/text-table.ts'
import { aNight } from './a-night.ts'

const table = (rows: Table['rows'], columns = Object.keys(rows[0] ?? {})): Table => ({
  name: 'test',
  columns,
  rows,
  pricesAsOf: '2026-07-01',
})

describe('a report as CSV', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1'])('a name that a spreadsheet would run (%j) is neutralised', (agent) => {
    const [row] = parse(csv(table([{ agent }])), { columns: true }) as { agent: string }[]
    expect(row?.agent).toBe(`'${agent}`)
  })

  it('a negative number stays a number', () => {
    expect(csv(table([{ change: -2 }]))).toBe('change,pricesAsOf\n-2,2026-07-01\n')
  })

  it('numbers are plain decimals, whatever their size', () => {
    expect(csv(table([{ usdPerHour: 1e-9 }, { usdPerHour: 0.1 + 0.2 }, { usdPerHour: 1_234_567.5 }, { usdPerHour: 100 }]))).toBe(
      'usdPerHour,pricesAsOf\n0,2026-07-01\n0.3,2026-07-01\n1234567.5,2026-07-01\n100,2026-07-01\n',
    )
  })

  it('what is not known is an empty cell, and what is no figure is an error', () => {
    expect(csv(table([{ usdPerHour: undefined }]))).toBe('usdPerHour,pricesAsOf\n,2026-07-01\n')
    expect(() => csv(table([{ usdPerHour: Number.NaN }]))).toThrow(/NaN/)
  })

  it('commas, quotes and line ends survive', () => {
    const agent = 'a "b",\nc'
    expect(parse(csv(table([{ agent }])), { columns: true })).toEqual([{ agent, pricesAsOf: '2026-07-01' }])
  })

  it('a report without rows still has its header', () => {
    expect(csv(table([], ['agent']))).toBe('agent,pricesAsOf\n')
  })
})

describe('a report as JSON', () => {
  it('keeps the figures unrounded and leaves out what is not known', () => {
    expect(JSON.parse(json(table([{ usdPerHour: 0.1 + 0.2, gapPercent: undefined }])))).toEqual({
      report: 'test',
      pricesAsOf: '2026-07-01',
      rows: [{ usdPerHour: 0.1 + 0.2 }],
    })
  })
})

describe('a report in a terminal', () => {
  it('rounds by unit, drops columns that say nothing, and ends with the age of the prices', () => {
    const shown = textTable(
      { ...table([{ agent: 'support', usdPerHour: 1.23456, usdPerMonth: 901.2, notes: '' }]), priceAge: 'Prices are old.' },
      { agent: 'agent', usdPerHour: 'USD/h', usdPerMonth: 'USD/month', notes: 'notes' },
      80,
    )
    expect(shown).toBe('agent    USD/h  USD/month\nsupport  1.235        901\n\nPrices are old.\n')
  })

  it('ends with what is wrong with the prices, where anything is', () => {
    const shown = textTable({ ...table([{ agent: 'support' }]), priceWarnings: ['They are 80 h old.'] }, { agent: 'agent' }, 80)
    expect(shown).toBe('agent\nsupport\n\nWarning: They are 80 h old.\n')
  })

  it('wraps the longest text rather than run over the terminal’s width', () => {
    const shown = textTable(table([{ agent: 'support', why: 'word '.repeat(40).trim() }]), { agent: 'agent', why: 'why' }, 60)
    expect(Math.max(...shown.split('\n').map((line) => line.length))).toBeLessThanOrEqual(60)
    expect(shown.match(/word/g)).toHaveLength(40)
  })
})

describe('every report', () => {
  it.each(REPORTS.map((report) => [report.name, report] as const))(
    '%s names its columns, and has a row’s cells under them',
    (_, report) => {
      const { columns, rows } = tableOf(report, aNight())
      expect(new Set(columns).size).toBe(columns.length)
      for (const row of rows) expect(columns).toEqual(expect.arrayContaining(Object.keys(row)))
      expect(columns).toEqual(expect.arrayContaining(Object.keys(report.headings)))
    },
  )
})
