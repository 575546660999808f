import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ownPriceFiles } from '../../src/compose/own-price-files.ts'
import { loadConfig } from '../../src/config.ts'
import { openFleetText } from '../../src/fleet-file/open-fleet-file.ts'

const folder = mkdtempSync(join(tmpdir(), 'ballast-own-prices-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'fleets'))
const written = (name: string, provider: string, currency = 'USD') => {
  const path = join(folder, name)
  const row = `${provider},berlin,c4,on-demand,0.1,${currency},2026-07-10`
  writeFileSync(path, `provider,region,instanceType,capacityType,usdPerHour,currency,observedAt\n${row}\n`)
  return path
}
const [ours, theirs] = [written('ours.csv', 'ours'), written('theirs.csv', 'theirs', 'EUR')]
const fleet = (prices: string) => openFleetText(`prices: ${prices}`, join(folder, 'fleets', 'fleet.yaml'))

async function read(prices: string, environment: Record<string, string> = {}) {
  const config = loadConfig({ environment, warn: () => {} })
  const files = (await ownPriceFiles(config, () => new Date('2026-07-20T00:00:00Z')))(fleet(prices))
  return files.flatMap(({ machines }) => machines.map(({ provider, onDemand }) => `${provider} at ${onDemand!.usdPerHour}`))
}

describe("a user's own price files", () => {
  it('are those that the fleet file names, from where it stands', async () => {
    expect(await read('[{ file: ../ours.csv }]')).toEqual(['ours at 0.1'])
    expect(await read(`[{ file: ${ours} }]`)).toEqual(['ours at 0.1'])
    expect(await read('[]')).toEqual([])
  })

  it('are the one that the settings name, too, in other currencies by the configured rates', async () => {
    const environment = { BALLAST_PRICE_FILE: theirs, BALLAST_EXCHANGE_RATES: 'EUR=2' }
    expect(await read('[{ file: ../ours.csv }]', environment)).toEqual(['theirs at 0.2', 'ours at 0.1'])
  })

  it('are read once where both name the same', async () => {
    expect(await read('[{ file: ../ours.csv }]', { BALLAST_PRICE_FILE: ours })).toEqual(['ours at 0.1'])
  })

  it('that do not hold are an error', async () => {
    await expect(read('[{ file: ../theirs.csv }]')).rejects.toThrow(/no rate of EUR to USD is configured/)
    await expect(read('[{ file: ../gone.csv }]')).rejects.toThrow(/cannot be read/)
  })
})
