import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { gpuModelOf } from '../../../src/prices/azure/resource-skus/gpu-models.ts'
import { localServer, sendJson } from '../local-server.ts'
import { readRateCard, readRetail, readSkus } from './azure-for-tests.ts'

const WIRE = fileURLToPath(new URL('../../../../shared/wire', import.meta.url))
const missing = !existsSync(WIRE)
const filesOf = (folder: string) => (missing ? [] : readdirSync(`${WIRE}/${folder}`).map((name) => `${folder}/${name}`))
const recorded = (path: string) => JSON.parse(readFileSync(`${WIRE}/${path}`, 'utf8'))

// biome-ignore lint/suspicious/noExplicitAny: what is recorded is looked at here by another way than the source's own
type Recorded = any

it.skipIf(missing)('has what was recorded of Azure beside this checkout', () => {
  const files = ['azure-retail', 'azure-ratecard', 'azure-resource-skus'].flatMap(filesOf)
  expect(files.length).toBeGreaterThan(5)
})

/** One machine for Linux by the hour: neither term nor test nor Windows nor Low Priority. */
const retailDerived = (items: Recorded[], region: string) =>
  Object.fromEntries(
    items
      .filter((row) => row.armRegionName === region && row.type === 'Consumption')
      .filter((row) => !row.productName.endsWith('Windows') && !row.skuName.endsWith('Low Priority'))
      .map((row) => [`${row.armSkuName} ${row.skuName.endsWith('Spot') ? 'spot' : 'on-demand'}`, row.retailPrice]),
  )

it.skipIf(missing).each(filesOf('azure-retail').filter((path) => !path.includes('error')))(
  'gives the prices that can be read off %s by hand',
  async (path) => {
    const page = recorded(path)
    await using server = await localServer(({ url }, response) =>
      sendJson(response, url.searchParams.has('$skip') ? { Items: [], NextPageLink: null } : page),
    )
    for (const region of ['eastus', 'qatarcentral']) {
      const { prices } = await readRetail(server.base, region)
      const read = Object.fromEntries(prices.map((price) => [`${price.instanceType} ${price.capacityType}`, price.usdPerHour]))
      expect(read).toEqual(retailDerived(page.Items, region))
    }
  },
)

it.skipIf(missing)('gives the two prices of a recorded machine out of nine rows', async () => {
  const page = recorded('azure-retail/eastus-d2s_v3-nofilter-preview.json')
  await using server = await localServer((_, response) => sendJson(response, page))
  const { prices, leftOut } = await readRetail(server.base, 'eastus')
  expect(prices.map(({ instanceType, capacityType, usdPerHour }) => [instanceType, capacityType, usdPerHour])).toEqual([
    ['Standard_D2s_v3', 'spot', 0.018816],
    ['Standard_D2s_v3', 'on-demand', 0.096],
  ])
  expect(leftOut).toEqual({ DevTestConsumption: 3, Windows: 3, 'Low Priority': 1 })
})

it.skipIf(missing)('tells the recorded error', async () => {
  await using server = await localServer((_, response) => sendJson(response, recorded('azure-retail/error-invalid-odata.json')))
  await expect(readRetail(server.base, 'eastus')).rejects.toThrow('BadRequest: Invalid OData parameters supplied')
})

const rateCardDerived = (meters: Recorded[], meterRegion: string) => {
  const linux = meters.filter(
    ({ MeterRegion, MeterName, MeterSubCategory }) =>
      MeterRegion === meterRegion && !/Low Priority|Expired|Type/.test(MeterName) && !/Windows|Promo|Dedicated/.test(MeterSubCategory),
  )
  const named = linux.flatMap(({ MeterName, MeterSubCategory, MeterRates }) =>
    MeterName.split('/').map((name: string) => [
      `${MeterSubCategory.endsWith('Basic') ? 'Basic' : 'Standard'}_${name.replaceAll(' ', '_')}`,
      MeterRates['0'],
    ]),
  )
  return Object.fromEntries(named)
}

it.skipIf(missing).each(filesOf('azure-ratecard'))('gives the prices that can be read off %s by hand', async (path) => {
  const card = recorded(path)
  await using server = await localServer((_, response) => sendJson(response, card))
  const { prices, regions } = await readRateCard(server.base)
  expect(regions.toSorted()).toEqual(['eastus', 'westeurope'])
  for (const [region, meterRegion] of [
    ['eastus', 'US East'],
    ['westeurope', 'EU West'],
  ] as const) {
    const read = prices.filter((price) => price.region === region).map(({ instanceType, usdPerHour }) => [instanceType, usdPerHour])
    expect(read.length).toBeGreaterThan(200)
    expect(Object.fromEntries(read)).toEqual(rateCardDerived(card.Meters, meterRegion))
  }
})

const skusDerived = (skus: Recorded[]) => {
  const machines = skus.filter(
    ({ resourceType, restrictions }) =>
      resourceType === 'virtualMachines' && !restrictions.some((restriction: Recorded) => restriction.type === 'Location'),
  )
  return machines.flatMap(({ name, capabilities }) => {
    const told = Object.fromEntries(capabilities.map((one: Recorded) => [one.name, one.value]))
    const gpu = Number(told.GPUs ?? 0)
    if (gpu > 0 && gpuModelOf(name) === undefined) return []
    return [[name, Number(told.vCPUsAvailable ?? told.vCPUs), Number(told.MemoryGB), gpu]]
  })
}

it.skipIf(missing).each(filesOf('azure-resource-skus'))('gives the shapes that can be read off %s by hand', async (path) => {
  const page = recorded(path)
  await using server = await localServer((_, response) => sendJson(response, page))
  const { shapes } = await readSkus(server.base, 'eastus')
  expect(shapes.map(({ instanceType, vcpu, memoryGiB, gpu }) => [instanceType, vcpu, memoryGiB, gpu])).toEqual(skusDerived(page.value))
  expect(shapes.length).toBeGreaterThan(50)
  const shapeOf = (name: string) => shapes.find(({ instanceType }) => instanceType === name)
  expect(shapeOf('Standard_DS13-2_v2')).toMatchObject({ vcpu: 2, memoryGiB: 56, gpu: 0, gpuModel: '', arch: 'amd64' })
  expect(shapeOf('Standard_B1ls')).toMatchObject({ vcpu: 1, memoryGiB: 0.5 })
  expect(shapeOf('Standard_NC24s_v3')).toMatchObject({ gpu: 4, gpuModel: 'V100' })
})
