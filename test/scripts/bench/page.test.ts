import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { writePage } from '../../../scripts/bench/page/write-page.ts'
import { ResultsFile } from '../../../scripts/bench/results/results-file.ts'
import { ALL_SIDES, aMeasurement } from './measurements.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-page-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

const curve = [1, 2].map((elapsedSeconds) => ({
  instance: 'S-1',
  side: 'ballast',
  elapsedSeconds,
  usdPerHour: 110 - 5 * elapsedSeconds,
  lowerBoundUsdPerHour: 99,
}))

async function pageOf(...measurements: typeof ALL_SIDES): Promise<string> {
  const results = new ResultsFile(folder)
  for (const measurement of measurements) await results.put(measurement, measurement.side === 'ballast' ? curve : [])
  await writePage(new ResultsFile(folder), { from: folder, docs: join(folder, 'docs') })
  return readFileSync(join(folder, 'docs', 'benchmark.md'), 'utf8')
}

it('says when, on what machine, at which commit and by which command', async () => {
  expect(await pageOf(...ALL_SIDES)).toContain(
    'Measured on 2026-05-04 on 2 cores, 24 GiB, Node 24, at commit `abc1234`, by `npm run bench`.',
  )
})

it('takes every figure from the measurements', async () => {
  const page = await pageOf(...ALL_SIDES)
  expect(page).toContain('| S | 1 | 40 | 0.50 % | 1.00 % | 1.00 % | 10 s | 1.0 s | 0.25 GiB |')
  expect(page).toContain('| S | 50 % | 20 % | 25 % | 38 % |')
  expect(page).toContain('| S | 0.5 s | 1.0 × | 2.0 × |')
  expect(page).toContain('| S-1 | 100.00 | 99.00 | 1.00 % | 2.0 s | 80.00 | 200.00 | 125.00 | 160.00 (aws, 9 of 10 agents) |')
})

it('shows a dash for what was not measured', async () => {
  expect(await pageOf(aMeasurement())).toContain('| S-1 | 100.00 | 99.00 | 1.00 % | 2.0 s | – | – | – | – |')
})

it('names a plan that breaks a rule as that, not by its cost', async () => {
  const [own, ...others] = ALL_SIDES
  expect(await pageOf(own!, { ...others[3]!, verified: 'no' })).toContain('| breaks a rule |')
})

it('draws each plot as an SVG with titles, units and a legend', async () => {
  const page = await pageOf(...ALL_SIDES)
  for (const name of ['cost-against-time', 'time-against-size', 'gap-per-size']) {
    expect(page).toContain(`(benchmark/${name}.svg)`)
    const svg = readFileSync(join(folder, 'docs', 'benchmark', `${name}.svg`), 'utf8')
    expect(svg).toMatch(/^<svg /)
    expect(svg).toMatch(/\[s\]|\[% of the cost\]/)
    expect(svg).toContain('greedy baseline')
    expect(svg).not.toMatch(/NaN|undefined/)
  }
})

it('leaves out fleets that not everybody can make again', async () => {
  await expect(pageOf(aMeasurement({ instance: 'shared-S-1' }))).rejects.toThrow(/holds no measurement.*npm run bench/)
})
