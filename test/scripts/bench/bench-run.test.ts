import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { type BenchOptions, benchCommand } from '../../../scripts/bench/options.ts'
import { ResultsFile } from '../../../scripts/bench/results/results-file.ts'
import { runBench } from '../../../scripts/bench/run/bench-run.ts'
import { instanceSource } from '../../../scripts/bench/run/instances.ts'
import { runMeasured } from '../../../scripts/bench/run/measured-process.ts'
import { judgePlan } from '../../../scripts/bench/run/verdict.ts'
import { aProblem } from '../../builders.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bench-run-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

async function optionsFrom(...args: string[]): Promise<BenchOptions> {
  let read: BenchOptions | undefined
  const command = benchCommand(async (options) => {
    read = options
  })
  await command
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync(['--out', folder, ...args], { from: 'user' })
  return read!
}

async function run(
  options: BenchOptions,
  say: (line: string) => void = () => {},
  signal = new AbortController().signal,
): Promise<ResultsFile> {
  const results = new ResultsFile(options.out)
  await runBench(options, { root: resolve('.'), results, say, signal })
  return results
}

const sidesIn = (results: ResultsFile) => results.measurements.map(({ side }) => side).filter((side) => side !== 'greedy-shared')

it('measures each side in a process of its own, and keeps what it found', async () => {
  const results = await run(await optionsFrom('--sizes', 'S', '--seeds', '3', '--sides', 'greedy,lp'))
  expect(sidesIn(results)).toEqual(['greedy', 'lp-sums', 'lp-assignment'])
  const [greedy] = results.measurements
  expect(greedy).toMatchObject({ instance: 'S-3', agents: 10, outcome: 'feasible', verified: 'yes' })
  expect(greedy!.peakMemoryGiB).toBeGreaterThan(0.01)
  const bounds = results.measurements.filter(({ outcome }) => outcome === 'bound').map((row) => row.lowerBoundUsdPerHour!)
  expect(bounds).toHaveLength(2)
  for (const bound of bounds) expect(bound).toBeLessThanOrEqual(greedy!.usdPerHour!)
})

it('solves by the command line that users have, and by HiGHS alone, each with what it knew on the way', async () => {
  const results = await run(
    await optionsFrom('--sizes', 'S', '--seeds', '1', '--sides', 'ballast,highs', '--time-limit', '30', '--gap', '0.3'),
  )
  expect(sidesIn(results)).toEqual(['ballast', 'highs'])
  expect(results.curves.some(({ side, usdPerHour }) => side === 'ballast' && usdPerHour !== undefined)).toBe(true)
  expect(results.curves.some(({ side, lowerBoundUsdPerHour }) => side === 'highs' && lowerBoundUsdPerHour !== undefined)).toBe(true)
})

it('goes on where it was interrupted, and measures nothing twice', async () => {
  const options = await optionsFrom('--sizes', 'S', '--seeds', '1', '--sides', 'greedy,lp')
  const interrupt = new AbortController()
  const stopAfterFirst = (line: string) => {
    if (line.trim().startsWith('lp-sums')) interrupt.abort()
  }
  await expect(run(options, stopAfterFirst, interrupt.signal)).rejects.toThrow()
  expect(sidesIn(new ResultsFile(folder))).toEqual(['greedy', 'lp-sums'])
  const said: string[] = []
  const results = await run({ ...options, resume: true }, (line) => void said.push(line.trim()))
  expect(sidesIn(results)).toEqual(['greedy', 'lp-sums', 'lp-assignment'])
  expect(said).toEqual(expect.arrayContaining(['greedy: measured before', 'lp-sums: measured before']))
})

it('ends a process that does not end by itself, and says so', async () => {
  const script = join(folder, 'endless.mjs')
  writeFileSync(script, 'setInterval(() => {}, 1000)')
  const ran = await runMeasured(script, [], { patienceSeconds: 0.05, signal: new AbortController().signal })
  expect(ran).toMatchObject({ wasEnded: true, peakMemoryGiB: undefined })
})

it('keeps the last words of a process that failed', async () => {
  const script = join(folder, 'failing.mjs')
  writeFileSync(script, 'console.error("no licence"); process.exitCode = 7')
  const ran = await runMeasured(script, [], { patienceSeconds: 60, signal: new AbortController().signal })
  expect(ran).toMatchObject({ exitCode: 7, lastWords: 'no licence', wasEnded: false })
})

it('does not believe a plan: one that breaks a rule is told as that', async () => {
  const plan = { schema: 'placement-plan/v1', status: 'feasible', usdPerHour: { total: 0, nodes: 0, egress: 0, interruption: 0, moves: 0 } }
  const file = join(folder, 'plan.json')
  writeFileSync(file, JSON.stringify({ ...plan, lowerBoundUsdPerHour: 0, gap: 0, placements: [], nodeGroups: [], flows: [] }))
  const parts = { contractVerifier: undefined, run: () => Promise.reject(new Error('not asked')) }
  const verdict = await judgePlan(aProblem(), 'problem.json', file, parts)
  expect(verdict).toMatchObject({ verified: 'no', remark: expect.stringMatching(/breaks demand/) })
})

it('reads sizes, seeds and time limits, one for all or one a size', async () => {
  const options = await optionsFrom('--sizes', 'm,XL', '--seeds', '4,5', '--time-limit', 'M=30')
  expect(options).toMatchObject({ sizes: ['M', 'XL'], seeds: [4, 5] })
  expect([options.timeLimitOf('M'), options.timeLimitOf('XL')]).toEqual([30, 900])
  expect((await optionsFrom('--time-limit', '5')).timeLimitOf('L')).toBe(5)
})

it('leaves out what is large when it must be quick', async () => {
  expect(await optionsFrom('--quick')).toMatchObject({ sizes: ['S', 'M'], seeds: [1] })
})

it('names the option, the mistake and what would be right', async () => {
  await expect(optionsFrom('--sizes', 'XXL')).rejects.toThrow(/"XXL" is no size: did you mean "XL"\?/)
  await expect(optionsFrom('--seeds', '1,x')).rejects.toThrow(/"x" is no seed: give whole numbers/)
  await expect(optionsFrom('--time-limit', 'M=-1')).rejects.toThrow(/Give seconds/)
  expect(() => instanceSource(folder)).toThrow(/make-instance\.mjs: does not exist \(name a folder/)
})

it('is what npm run bench calls', () => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: Record<string, string> }
  expect(scripts.bench).toBe('node scripts/bench.ts')
})
