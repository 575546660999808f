import { expect, it } from 'vitest'
import pricesFile from '../../../data/prices-gcp.json' with { type: 'json' }
import type { MachineShape } from '../../../src/domain/catalogue.ts'
import { listedPriceKey } from '../../../src/domain/listed-price.ts'
import { readShapesOf } from '../../../src/prices/bundled/machine-shapes.ts'
import { reading } from '../calls-for-tests.ts'
import { localServer, sendJson } from '../local-server.ts'
import { category, pageOf, pricing, sku, sourceAt, type WireSku } from './gcp-for-tests.ts'

// The bundled prices are sums that somebody else made from the same catalogue. The rates behind them are found again by least squares,
// are made into SKUs, and what the source composes of these must be the bundled prices.

const WORDS: Readonly<Record<string, string>> = {
  c2: 'Compute optimized',
  n1: 'N1 Predefined Instance',
  a3mega: 'A3Plus Instance',
  ...Object.fromEntries(['n2d', 't2d', 'c2d'].map((series) => [series, `${series.toUpperCase()} AMD Instance`])),
  ...Object.fromEntries(['t2a', 'c4a'].map((series) => [series, `${series.toUpperCase()} Arm Instance`])),
}
const GPU_WORDS: Readonly<Record<string, string>> = {
  'A100-40GB': 'Nvidia Tesla A100 GPU',
  'A100-80GB': 'Nvidia Tesla A100 80GB GPU',
  H100: 'Nvidia H100 80GB GPU',
  'H100 mega': 'Nvidia H100 80GB Mega GPU',
  L4: 'Nvidia L4 GPU',
  'RTX PRO 6000': 'RTX 6000 96GB',
}
const SSD_USD_PER_GIB_MONTH = 0.08
const shapes = new Map(readShapesOf('gcp').map((shape) => [shape.instanceType, shape]))

type Row = { shape: MachineShape; usdPerHour: number }
const isMega = ({ instanceType }: MachineShape) => instanceType.startsWith('a3-mega')
const seriesOf = (shape: MachineShape) => (isMega(shape) ? 'a3mega' : shape.instanceType.split('-')[0]!)
const gpuOf = (shape: MachineShape) => (isMega(shape) ? 'H100 mega' : shape.gpuModel)
const ssdUsdPerHour = ({ instanceType, gpu }: MachineShape) =>
  ((instanceType.startsWith('a2-ultra') ? 375 : instanceType.startsWith('a3-') ? 750 : 0) * gpu * SSD_USD_PER_GIB_MONTH) / 730

const OPEN = 0.0001

/** x with A·x ≈ b; what the rows leave open is OPEN. */
function leastSquares(rows: readonly number[][], values: readonly number[]): number[] {
  const size = rows[0]!.length
  const normal = Array.from({ length: size }, (_, i) => [
    ...Array.from({ length: size }, (_, j) => rows.reduce((sum, row) => sum + row[i]! * row[j]!, 0)),
    rows.reduce((sum, row, k) => sum + row[i]! * values[k]!, 0),
  ])
  const pivots: number[] = []
  for (let column = 0; column < size; column++) {
    const open = [...normal.keys()].filter((row) => !pivots.includes(row))
    const pivot = open.reduce((best, row) => (Math.abs(normal[row]![column]!) > Math.abs(normal[best]![column]!) ? row : best))
    const scale = Math.max(...rows.map((row) => row[column]! ** 2))
    if (Math.abs(normal[pivot]![column]!) < 1e-10 * scale) {
      pivots.push(-1)
      continue
    }
    pivots.push(pivot)
    for (const row of normal.keys()) {
      if (row === pivot) continue
      const factor = normal[row]![column]! / normal[pivot]![column]!
      normal[row] = normal[row]!.map((cell, place) => cell - factor * normal[pivot]![place]!)
    }
  }
  const isOpen = pivots.map((pivot) => pivot === -1)
  return pivots.map((pivot, column) => {
    if (pivot === -1) return OPEN
    const row = normal[pivot]!
    const others = row.slice(0, size).reduce((sum, cell, place) => (isOpen[place] ? sum + cell * OPEN : sum), 0)
    return (row[size]! - others) / row[column]!
  })
}

function skusOf(region: string, isSpot: boolean, series: string, rows: readonly Row[]): WireSku[] {
  const gpus = [...new Set(rows.map(({ shape }) => gpuOf(shape)).filter((gpu) => gpu !== ''))]
  const quantities = rows.map(({ shape }) =>
    [shape.memoryGiB, shape.vcpu, ...gpus.map((gpu) => (gpuOf(shape) === gpu ? shape.gpu : 0))].reverse(),
  )
  const rates = leastSquares(
    quantities,
    rows.map(({ shape, usdPerHour }) => usdPerHour - ssdUsdPerHour(shape)),
  ).reverse()
  const words = WORDS[series] ?? `${series.toUpperCase()} Instance`
  const spot = isSpot ? 'Spot Preemptible ' : ''
  const serviceRegions = [region]
  const group = series === 'n1' ? { resourceGroup: 'N1Standard' } : {}
  const usage = isSpot ? { usageType: 'Preemptible' } : {}
  const part = (description: string, rate: number, change: Partial<WireSku> = {}) =>
    sku(description, rate.toFixed(9), { serviceRegions, category: category(description, { ...group, ...usage }), ...change })
  const perGB = { pricingInfo: [pricing((rates[0]! / 1.073741824).toFixed(9), { unit: 'GBy.h' })] }
  return [
    part(`${spot}${words} Core running in ${region}`, rates[1]!),
    part(`${spot}${words} Ram running in ${region}`, rates[0]!, series === 'c4d' ? perGB : {}),
    ...gpus.map((gpu, place) =>
      part(`${GPU_WORDS[gpu]}${isSpot ? ' attached to Spot Preemptible VMs' : ''} running in ${region}`, rates[2 + place]!),
    ),
  ]
}

function syntheticCatalogue(): WireSku[] {
  const skus: WireSku[] = []
  for (const [region, rows] of Object.entries(pricesFile.regions)) {
    for (const isSpot of [false, true]) {
      const known = rows.map(([type, bought, , spot]) => ({ shape: shapes.get(String(type))!, usdPerHour: Number(isSpot ? spot : bought) }))
      for (const [series, ofSeries] of Map.groupBy(known, ({ shape }) => seriesOf(shape)))
        skus.push(...skusOf(region, isSpot, series, ofSeries))
    }
  }
  const disk = category('', { resourceFamily: 'Storage', resourceGroup: 'LocalSSD' })
  const serviceRegions = Object.keys(pricesFile.regions)
  const pricingInfo = [pricing(String(SSD_USD_PER_GIB_MONTH), { unit: 'GiBy.mo' })]
  for (const words of ['SSD backed Local Storage', 'SSD backed Local Storage attached to Spot Preemptible VMs'])
    skus.push(sku(words, '1', { category: disk, serviceRegions, pricingInfo }))
  return skus
}

it('from SKUs with the rates behind them, every bundled price of 43 regions is composed again, to a millionth of a dollar', async () => {
  const skus = syntheticCatalogue()
  await using server = await localServer(({ url }, response) => sendJson(response, pageOf(skus, url, 5000)))
  const answer = await sourceAt(server.base, { shapes: [...shapes.values()] })
    .feeds()[0]!
    .read(reading())
  if (answer.gives !== 'prices') throw new Error(answer.gives)
  const composed = new Map(answer.prices.map((price) => [listedPriceKey(price), price.usdPerHour]))
  const bundled = Object.entries(pricesFile.regions).flatMap(([region, rows]) =>
    rows.flatMap(([instanceType, bought, , spot]) => [
      { key: `gcp|${region}||${instanceType}|on-demand`, usdPerHour: Number(bought) },
      { key: `gcp|${region}||${instanceType}|spot`, usdPerHour: Number(spot) },
    ]),
  )
  expect(bundled.length).toBeGreaterThan(18_000)
  const wrong = bundled.filter(({ key, usdPerHour }) => !(Math.abs((composed.get(key) ?? Number.NaN) - usdPerHour) < 2e-6))
  expect(wrong.map(({ key, usdPerHour }) => ({ key, usdPerHour, composed: composed.get(key) }))).toEqual([])
  expect(answer.regions).toEqual(Object.keys(pricesFile.regions).sort())
})
