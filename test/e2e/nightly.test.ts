import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { ballast, type Ended, emptyFolder, keptFolder, ROOT } from './command.ts'

const DEMO = join(ROOT, 'examples', 'fleets', 'demo.yaml')
const json = <Value>(folder: string, name: string): Value => JSON.parse(readFileSync(join(folder, 'out', name), 'utf8')) as Value
const rows = (folder: string, name: string) => parse(readFileSync(join(folder, 'out', name)), { columns: true }) as Record<string, string>[]

describe('the demo fleet, night after night', () => {
  const folder = keptFolder()
  /** A short solve is enough to see everything: how good a long one is, is measured elsewhere. */
  const night = (seconds: string, ...args: string[]) => ballast(folder, ['nightly', ...args], { BALLAST_TIME_LIMIT_SECONDS: seconds })
  let first: Ended
  let applied: Ended
  let again: Ended
  let firstPlan: Plan
  let strategies: Record<string, string>[]
  let preferences: Record<string, string>[]

  beforeAll(async () => {
    first = await night('5')
    firstPlan = json(folder, 'plan.json')
    strategies = rows(folder, 'strategies.csv')
    preferences = rows(folder, 'preferences.csv')
    applied = await night('5', '--apply')
    again = await night('5', '--apply')
  }, 180_000)

  it('the first night ends well and says what it saves', () => {
    expect(first.code).toBe(0)
    expect(first.stdout).toMatch(/^Saves [\d.,]+ USD\/h = [\d.,]+ USD\/month/)
    for (const title of [
      'Cost',
      'Steps, in order',
      'Where each agent runs',
      'Preferences',
      'Ways to run this fleet',
      'Notes',
      'Files',
      'Next',
    ])
      expect(first.stdout).toMatch(new RegExp(`^${title}`, 'm'))
    for (const wrong of ['✗', 'undefined', 'NaN', '\u001b']) expect(first.stdout).not.toContain(wrong)
  })

  it('progress goes to stderr, with stages and the gap, and holds no control characters', () => {
    expect(first.stderr).toMatch(/^· solving$/m)
    expect(first.stderr).toMatch(/gap [\d.]+ %/)
    for (const control of ['\r', '\u001b']) expect(first.stderr).not.toContain(control)
  })

  it('the plan keeps every rule of the problem, and the gap of the cheapest is proved', () => {
    expect(verifyPlan(json<Problem>(folder, 'problem.json'), json<Plan>(folder, 'plan.json'))).toMatchObject({ holds: true })
    expect(Number(strategies.find(({ strategy }) => strategy === 'all clouds, with spot')?.gapPercent)).toBeLessThan(5)
  })

  it('what is preferred accounts for the rest of what the plan costs over the bound', () => {
    const costs = preferences.filter(({ agent }) => agent === '').reduce((sum, { usdPerHour }) => sum + Number(usdPerHour), 0)
    const { usdPerHour, lowerBoundUsdPerHour } = firstPlan
    expect((usdPerHour.total - costs - lowerBoundUsdPerHour) / usdPerHour.total).toBeLessThan(0.05)
    expect(preferences.filter(({ preference }) => preference === 'balance of moves').length).toBeGreaterThan(1)
    expect(preferences.find(({ agent }) => agent === 'session-memory')).toMatchObject({ preference: 'pinned placement', followed: 'yes' })
  })

  it('the strategies are today, each cloud alone, all with and without spot, and the recommended plan', () => {
    expect(strategies.map(({ strategy }) => strategy)).toEqual([
      'today',
      'aws alone',
      'azure alone',
      'gcp alone',
      'all clouds, no spot',
      'all clouds, with spot',
      'recommended',
    ])
    const cheapest = Number(strategies.find(({ strategy }) => strategy === 'all clouds, with spot')?.comparableUsdPerHour)
    for (const { comparableUsdPerHour } of strategies) expect(Number(comparableUsdPerHour)).toBeGreaterThanOrEqual(cheapest * 0.95)
  })

  it('what no cloud alone can hold is named: what must survive the loss of a cloud, and what no US operator may host', () => {
    for (const { cannotPlace } of strategies.slice(1, 4)) {
      expect(cannotPlace).toMatch(/fraud-scorer/)
      expect(cannotPlace).toMatch(/patient-notes/)
    }
  })

  it('the steps are taken once, and the next night finds nothing to do and says so', () => {
    expect(applied.stdout).toMatch(/The steps were taken/)
    expect([again.code, again.stdout]).toEqual([0, expect.stringMatching(/^Nothing to do: today’s placement stays/)])
    expect(rows(folder, 'steps.csv')).toEqual([])
    expect(json<Plan>(folder, 'plan.json').usdPerHour.moves).toBe(0)
  })

  it('every report can be shown from the files, in every format', async () => {
    const csv = await ballast(folder, ['report', 'cost-by-agent', '--format', 'csv'])
    const costs = parse(csv.stdout, { columns: true }) as Record<string, string>[]
    const total = costs.reduce((sum, { usdPerHour }) => sum + Number(usdPerHour), 0)
    expect(total).toBeCloseTo(json<Plan>(folder, 'plan.json').usdPerHour.total, 4)
    expect(costs[0]?.pricesAsOf).toMatch(/^\d{4}-\d\d-\d\d/)
    const table = await ballast(folder, ['report', 'agents', '--format', 'table'])
    expect(table.stdout).toMatch(/patient-notes[\s\S]*Prices are \d+ days old/)
    expect(JSON.parse((await ballast(folder, ['report', 'strategies', '--format', 'json'])).stdout)).toMatchObject({ report: 'strategies' })
  })

  it('nothing half-written is left beside the results', () => {
    expect(readdirSync(join(folder, 'out')).filter((name) => name.startsWith('.'))).toEqual([])
  })
})

describe('ballast solve and verify', () => {
  it('a problem that a night wrote is solved to a plan that the verifier confirms', async () => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'problem.json'), JSON.stringify(tiny()))
    const solved = await ballast(folder, ['solve', 'problem.json', '--out', 'plan.json'])
    expect([solved.code, solved.stdout]).toEqual([0, expect.stringMatching(/^optimal: 1\.000 USD\/h/)])
    expect(await ballast(folder, ['verify', 'problem.json', 'plan.json', '--max-gap', '0.01'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^ok: 1\.000 USD\/h/),
    })
  })

  it('an infeasible problem ends with 3, names the constraint, and its plan says so', async () => {
    const folder = emptyFolder()
    const problem = tiny()
    problem.agents[0].requests.cpu = 64
    writeFileSync(join(folder, 'problem.json'), JSON.stringify(problem))
    const solved = await ballast(folder, ['solve', 'problem.json', '--out', 'plan.json'])
    expect([solved.code, solved.stdout]).toEqual([3, expect.stringMatching(/^infeasible: .*\n {2}.*support/)])
    expect(JSON.parse(readFileSync(join(folder, 'plan.json'), 'utf8'))).toMatchObject({ status: 'infeasible' })
    expect((await ballast(folder, ['verify', 'problem.json', 'plan.json'])).code).toBe(3)
  })

  it.each([
    ['no agents', { agents: [] }],
    ['a cluster without offers', { clusters: [{ ...tiny().clusters[0], offers: [] }], agents: [] }],
  ])('%s is no mistake', async (_, part) => {
    const folder = emptyFolder()
    writeFileSync(join(folder, 'problem.json'), JSON.stringify({ ...tiny(), ...part }))
    const { code, stdout } = await ballast(folder, ['solve', 'problem.json'])
    expect([code, JSON.parse(stdout)]).toEqual([0, expect.objectContaining({ status: 'optimal', placements: [] })])
  })
})

/** Support, one replica of one vCPU, and a machine of four at a dollar. */
function tiny() {
  return {
    schema: 'placement-problem/v1',
    asOf: '2026-07-20T00:00:00Z',
    horizonHours: 24,
    clusters: [
      {
        id: 'dublin',
        provider: 'aws',
        region: 'eu-west-1',
        zones: ['a'],
        tags: ['EU'],
        offers: [
          {
            instanceType: 'm.xlarge',
            capacityType: 'on-demand',
            usdPerHour: 1,
            vcpu: 4,
            allocatable: { cpu: 4, memoryGiB: 16, gpu: 0, pods: 50 },
            arch: 'amd64',
            gpuModel: '',
          },
        ],
      },
    ],
    agents: [{ id: 'support', replicas: 1, requests: { cpu: 1, memoryGiB: 1 } }],
  }
}

describe('ballast nightly with a bad fleet', () => {
  /** Opened again and again: making a new store takes longer than all else. */
  const store = keptFolder()
  const demo = readFileSync(DEMO, 'utf8')
  const BAD: readonly [string, string, RegExp][] = [
    ['a truncated file', demo.slice(0, Math.floor(demo.length / 2)), /fleet\.yaml: \d+ mistake/],
    ['an unknown region', demo.replace('region: eu-west-1', 'region: eu-west-9'), /eu-west-9/],
    ['a price file that is too old', demo.replace('allowStale: true', 'allowStale: false'), /nordlys-prices\.csv: \d+ mistake/],
    ['a price file that is missing', demo.replace('nordlys-prices.csv', 'nowhere.csv'), /nowhere\.csv: 1 mistake\n.*cannot be read/],
  ]

  it.each(BAD)('%s ends with 2, tells the place, and leaves no results', async (_, fleet, message) => {
    const folder = emptyFolder()
    mkdirSync(join(folder, 'fleets'))
    cpSync(join(ROOT, 'examples', 'fleets', 'nordlys-prices.csv'), join(folder, 'fleets', 'nordlys-prices.csv'))
    writeFileSync(join(folder, 'fleets', 'fleet.yaml'), fleet)
    const { code, stdout, stderr } = await ballast(folder, ['nightly', '--fleet', 'fleets/fleet.yaml'], { BALLAST_STORE: store })
    expect([code, stdout]).toEqual([2, ''])
    expect(stderr).toMatch(message)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(readdirSync(folder)).not.toContain('out')
  })

  it('a fleet file that is missing ends with 2', async () => {
    const { code, stderr } = await ballast(emptyFolder(), ['nightly', '--fleet', 'nowhere.yaml'])
    expect([code, stderr]).toEqual([2, expect.stringMatching(/nowhere\.yaml: 1 mistake\n.*cannot be read/)])
  })
})
