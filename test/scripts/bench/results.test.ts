import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { comparisonsOf, provedGap, shareAboveBound } from '../../../scripts/bench/results/comparison.ts'
import { RESULT_COLUMNS, ResultsFile } from '../../../scripts/bench/results/results-file.ts'
import { resultsTable } from '../../../scripts/bench/results/table.ts'
import { InputError } from '../../../src/domain/input-error.ts'
import { ALL_SIDES, aMeasurement, withoutBound } from './measurements.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-results-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const point = (elapsedSeconds: number) => ({ instance: 'S-1', side: 'ballast', elapsedSeconds, usdPerHour: 100 })

describe('results.csv', () => {
  it('has a column for each figure, with its unit in the name', async () => {
    await new ResultsFile(folder).put(aMeasurement(), [])
    const [head, row] = readFileSync(join(folder, 'results.csv'), 'utf8').split('\n')
    expect(head).toBe(RESULT_COLUMNS.join(','))
    expect(row).toBe(
      'S-1,S,1,10,40,4,160,ballast,optimal,100,99,2,0.25,10,0.5,1,,,,yes,,2026-05-04T10:00:00.000Z,"2 cores, 24 GiB, Node 24",abc1234',
    )
  })

  it('is read back as it was written, what is not known absent and never 0', async () => {
    const greedy = withoutBound({ side: 'greedy', remark: 'it painted itself into a corner, "quoted"' })
    const results = new ResultsFile(folder)
    await results.put(aMeasurement(), [point(1), point(2)])
    await results.put(greedy, [])
    const again = new ResultsFile(folder)
    expect(again.measurements).toEqual([aMeasurement(), greedy])
    expect(again.curves).toEqual([point(1), point(2)])
  })

  it('holds one row a fleet and side: measured again, the new one takes its place, and so does its curve', async () => {
    const results = new ResultsFile(folder)
    await results.put(aMeasurement(), [point(1), point(2)])
    await results.put(aMeasurement({ instance: 'S-2' }), [])
    await results.put(aMeasurement({ usdPerHour: 90 }), [point(3)])
    expect(results.measurements.map(({ instance, usdPerHour }) => [instance, usdPerHour])).toEqual([
      ['S-2', 100],
      ['S-1', 90],
    ])
    expect(new ResultsFile(folder).curves).toEqual([point(3)])
    expect(results.has({ instance: 'S-1', side: 'ballast' })).toBe(true)
    expect(results.has({ instance: 'S-1', side: 'greedy' })).toBe(false)
  })

  it('of another make is refused with what to do', () => {
    writeFileSync(join(folder, 'results.csv'), 'instance,side\nS-1,ballast\n')
    expect(() => new ResultsFile(folder)).toThrow(InputError)
    expect(() => new ResultsFile(folder)).toThrow(/no such column.*move it away/)
  })
})

describe('a comparison', () => {
  const [comparison] = comparisonsOf(ALL_SIDES)

  it('takes the best bound of any side but of one cloud alone, whose bound holds only there', () => {
    expect(comparison?.lowerBoundUsdPerHour).toBe(99)
  })

  it('calls that cloud the best that holds most agents, though one that holds few is cheaper', () => {
    expect(comparison?.bestCloud?.side).toBe('only-aws')
  })

  it('judges Ballast by the bound that it proved itself, and others by the best', () => {
    expect(provedGap(comparison!)).toBeCloseTo(0.01)
    expect(shareAboveBound(comparison?.sides.get('highs'), comparison?.lowerBoundUsdPerHour)).toBeCloseTo(26 / 125)
  })

  it('has no figure of a plan that breaks a rule', () => {
    expect(shareAboveBound(aMeasurement({ verified: 'no' }), 99)).toBeUndefined()
  })

  it('comes by size, then by seed', () => {
    const measured = [aMeasurement({ instance: 'M-1', size: 'M' }), aMeasurement({ instance: 'S-2', seed: 2 }), aMeasurement()]
    expect(comparisonsOf(measured).map(({ instance }) => instance)).toEqual(['S-1', 'S-2', 'M-1'])
  })

  it('is told as a table, a row a side', () => {
    const lines = resultsTable(comparisonsOf(ALL_SIDES), 140).trimEnd().split('\n')
    expect(lines).toHaveLength(1 + ALL_SIDES.length)
    expect(lines[2]).toMatch(/^S-1\s+greedy\s+feasible\s+200\.000\s+50\.5\s+0\.2\s+256\s+yes$/)
  })
})
