import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { retailRow } from '../prices/azure/azure-for-tests.ts'
import { type LocalServer, localServer, sendJson } from '../prices/local-server.ts'
import { ballast, type Ended, keptFolder } from './command.ts'

/** One agent on a D4s v5 of Azure in Virginia, which may have a D2s v5 as well, on demand or as spot. */
const FLEET = `
name: virginia
clusters:
  - id: virginia
    provider: azure
    region: eastus
    zones: ["1", "2"]
    growsFrom: { instanceTypes: [Standard_D2s_v5, Standard_D4s_v5], capacityTypes: [on-demand, spot] }
    nodes: [{ instanceType: Standard_D4s_v5, capacityType: on-demand, count: 1 }]
agents:
  - id: support
    replicas: 1
    requests: { cpu: 1, memoryGiB: 2 }
    policy: { spot: { maxShare: 1 } }
    today: [{ cluster: virginia, capacityType: on-demand, replicas: 1 }]
`

/** What Azure's list says of a machine: USD/h on demand and as spot. */
const amounts: Record<string, [onDemand: number, spot: number]> = { D2s: [0.096, 0.02], D4s: [0.192, 0.04] }
let isDown = false
let azure: LocalServer
const folder = keptFolder()

const rowsOf = (size: string, [onDemand, spot]: readonly [number, number]) => {
  const facts = { armSkuName: `Standard_${size}_v5`, meterName: `${size} v5`, skuName: `${size} v5` }
  const asSpot = { ...facts, meterName: `${size} v5 Spot`, skuName: `${size} v5 Spot` }
  return [retailRow({ ...facts, retailPrice: onDemand }), retailRow({ ...asSpot, retailPrice: spot })]
}

beforeAll(async () => {
  writeFileSync(join(folder, 'fleet.yaml'), FLEET)
  azure = await localServer((_, response) => {
    const items = Object.entries(amounts).flatMap(([size, prices]) => rowsOf(size, prices))
    sendJson(response, isDown ? { Error: 'maintenance' } : { Items: items, NextPageLink: null }, isDown ? 503 : 200)
  })
})
afterAll(() => azure[Symbol.asyncDispose]())

const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  ballast(folder, args, {
    BALLAST_PRICES: 'live',
    BALLAST_PRICE_SOURCES: 'azure',
    BALLAST_AZURE_RETAIL_URL: azure.base,
    BALLAST_PRICE_CALL_ATTEMPTS: '1',
    BALLAST_PRICE_METRICS_FILE: 'ballast.prom',
    BALLAST_TIME_LIMIT_SECONDS: '2',
    BALLAST_MINIMUM_SAVING_PER_DISRUPTION: '0',
    ...environment,
  })
const night = (args: readonly string[] = [], environment: Record<string, string> = {}) =>
  run(['nightly', '--fleet', 'fleet.yaml', ...args], environment)

const json = <Value>(name: string): Value => JSON.parse(readFileSync(join(folder, 'out', name), 'utf8')) as Value
const rows = (name: string) => parse(readFileSync(join(folder, 'out', name)), { columns: true }) as Record<string, string>[]
const spotOffer = () => json<Problem>('problem.json').clusters[0]!.offers.find((offer) => offer.capacityType === 'spot' && offer.vcpu === 2)

/** Each night follows from those before it. */
describe('ballast nightly at live prices', () => {
  it('reads the prices of the fleet’s own regions, plans with them to the cent, and writes their metrics', async () => {
    const { code, stdout, stderr } = await night(['--apply'])
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^· reading prices: azure-retail eastus$/m)])
    expect(spotOffer()?.usdPerHour).toBe(0.02)
    expect(json<Plan>('plan.json').usdPerHour.nodes).toBe(0.02)
    expect(stdout).toMatch(/^Prices are 0 min old at the oldest \(Azure on-demand, .* UTC\)\.$/m)
    expect(stdout).not.toMatch(/Warning:/)
    expect(readFileSync(join(folder, 'ballast.prom'), 'utf8')).toMatch(/^ballast_price_rows\{source="azure",listing="azure-retail"\} 4$/m)
    expect(readdirSync(folder).filter((name) => name.includes('draft'))).toEqual([])
  }, 120_000)

  it('tells the next night which prices rose and what that costs', async () => {
    amounts.D2s = [0.096, 0.03]
    const { stdout } = await night()
    expect(stdout.replaceAll(/\s+/g, ' ')).toContain('the price of 1 machine in use changed: +0.010 USD/h for today’s nodes')
    expect(rows('price-changes.csv')[0]).toMatchObject({ instanceType: 'Standard_D2s_v5', oldUsdPerHour: '0.02', newUsdPerHour: '0.03' })
    const { stdout: shown } = await run(['report', 'price-changes', '--format', 'json'])
    expect(JSON.parse(shown).rows.at(-1)).toMatchObject({ cluster: '(nodes of the last plan)', oldUsdPerHour: 0.02, newUsdPerHour: 0.03 })
  }, 120_000)

  it('plans on where the source is down, and says how old its prices are and why', async () => {
    isDown = true
    const { code, stdout } = await night()
    expect(code).toBe(0)
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(
      /Warning: On-demand prices of azure eastus \(azure-retail\) are 0 min old and count until .*; azure-retail could not be read on .*: .*HTTP 503/,
    )
    expect(readFileSync(join(folder, 'ballast.prom'), 'utf8')).toMatch(/^ballast_price_errors_total\{.*\} 1$/m)
  }, 120_000)

  it('refuses to act on what is too old, though the fleet is simulated, and leaves its files', async () => {
    const before = readFileSync(join(folder, 'out', 'night.json'), 'utf8')
    const { code, stdout, stderr } = await night(['--apply'], { BALLAST_SPOT_PRICES_VALID_HOURS: '0.000001' })
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(
      /ballast: --apply: virginia is not acted on with prices that are stale or incomplete\.\n {2}Spot prices of azure eastus/,
    )
    expect(stderr).toMatch(/Read them anew: ballast prices refresh\./)
    expect(stderr).not.toMatch(/\n\s+at /)
    expect(readFileSync(join(folder, 'out', 'night.json'), 'utf8')).toBe(before)
  }, 120_000)

  it('reads nothing where it is told not to', async () => {
    const asked = azure.received.length
    const { code } = await night(['--no-refresh'])
    expect([code, azure.received.length]).toEqual([0, asked])
  }, 120_000)

  it('counts what could not be had as dearer, in a plan that the verifier confirms', async () => {
    isDown = false
    amounts.D4s = [0.192, 0.001]
    const refused = await run(['prices', 'refused', 'azure', 'eastus', 'Standard_D4s_v5'])
    expect([refused.code, refused.stdout]).toEqual([0, expect.stringMatching(/^Recorded: .* it counts 1\.5 times as dear now/)])
    const { stdout } = await night([], { BALLAST_MOST_PRICE_JUMP: '100', BALLAST_MINIMUM_DWELL_HOURS: '0' })
    expect(stdout.replaceAll(/\s+/g, ' ')).toMatch(/virginia: Standard_D4s_v5 as spot is counted 1\.5 times as dear until/)
    const [row] = rows('spot-offers.csv').filter(({ instanceType }) => instanceType === 'Standard_D4s_v5')
    expect(row).toMatchObject({ usdPerHour: '0.001', interruptionOrigin: 'assumed' })
    expect(Number(row?.countedUsdPerHour)).toBeCloseTo(0.0015, 4)
    expect(verifyPlan(json<Problem>('problem.json'), json<Plan>('plan.json'))).toMatchObject({ holds: true })
  }, 120_000)
})

describe('ballast schedule at live prices', () => {
  it('plans with what is stored, reads nothing, and warns of what is stale', async () => {
    const day = `demandByHour: [${Array(24).fill(1).join(', ')}]`
    writeFileSync(join(folder, 'day.yaml'), FLEET.replace('replicas: 1\n', `replicas: 1\n    ${day}\n`))
    const asked = azure.received.length
    const stale = { BALLAST_ON_DEMAND_PRICES_VALID_HOURS: '0.000001' }
    const { code, stderr } = await run(['schedule', 'day.yaml', '--time-limit', '30', '--out', 'day.json'], stale)
    expect([code, azure.received.length]).toEqual([0, asked])
    expect(stderr).toMatch(/^Warning: On-demand prices of azure eastus \(azure-retail\) are \d+ min old, past the/m)
    const { periods } = JSON.parse(readFileSync(join(folder, 'day.json'), 'utf8')) as { periods: { plan: Plan }[] }
    expect(periods[0]!.plan.usdPerHour.nodes).toBeCloseTo(0.001, 5)
  }, 120_000)
})
