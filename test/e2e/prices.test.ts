import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import type { StandInAnswer } from '../contract/price-source.ts'
import { spotHistory } from '../prices/aws/stand-in.ts'
import { type Ended, emptyFolder, keptFolder, ROOT } from './command.ts'
import { type Fault, json, send } from './prices/clouds.ts'
import { FEEDS, offers, REFRESH, SHOW, shownIn, withClouds } from './prices/running.ts'

const { clouds, run, folderWithStore } = withClouds()

describe('ballast prices against stand-ins for the clouds', () => {
  const folder = keptFolder()
  let first: Ended
  let shown: Ended

  beforeAll(async () => {
    first = await run(folder, REFRESH)
    shown = await run(folder, SHOW)
  })

  it('reads on-demand and spot prices of all three, page by page, and says so', () => {
    expect([first.code, first.stderr]).toEqual([0, expect.stringContaining('  azure-retail eastus: 2 rows, 2 new')])
    expect(first.stdout).toMatch(/^4 price feeds read in [\d.]+ s: /)
    for (const feed of FEEDS) expect(first.stdout).toMatch(new RegExp(`^${feed} +read `, 'm'))
    for (const control of ['\r', '\u001b']) expect(first.stderr).not.toContain(control)
  })

  it('shows them as they were listed: the newest of each zone, rates composed to a machine', () => {
    const lines = offers(shown.stdout)
    expect(lines.filter((line) => !line.startsWith('gcp'))).toEqual([
      'provider,region,zone,instanceType,capacityType,usdPerHour',
      'aws,eu-west-1,,m5.large,on-demand,0.107',
      'aws,eu-west-1,,m5.xlarge,on-demand,0.214',
      'aws,eu-west-1,eu-west-1a,m5.large,spot,0.0404',
      'aws,eu-west-1,eu-west-1b,m5.large,spot,0.04',
      'azure,eastus,,Standard_D2s_v3,on-demand,0.096',
      'azure,eastus,,Standard_D2s_v3,spot,0.018816',
    ])
    expect(lines).toContain('gcp,us-central1,,n2-standard-2,on-demand,0.097118')
    expect([shown.code, shown.stderr]).toEqual([0, ''])
  })

  it('says of each listing how old it is, and ends with 0 as long as nothing is stale', async () => {
    const { code, stdout } = await run(folder, ['prices', 'status'])
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^aws +aws-spot +eu-west-1 .* fresh +0 +2 /m)])
  })

  it('keeps what was: a changed price is told with both amounts, and the day before has none', async () => {
    const changing = folderWithStore()
    await run(changing, ['prices', 'refresh', '--source', 'azure', '--region', 'eastus'])
    const between = new Date().toISOString()
    clouds().amounts.d2 = 0.12
    await run(changing, ['prices', 'refresh', '--source', 'azure', '--region', 'eastus'])
    clouds().amounts.d2 = 0.096
    const { stdout, stderr } = await run(changing, ['prices', 'diff', '--since', between, '--format', 'csv'])
    expect(stdout.split('\n')[1]).toMatch(/^azure,eastus,,Standard_D2s_v3,on-demand,dearer,0\.096,0\.12,25,/)
    expect(stderr).toBe('1 price changed: 1 dearer.\n')
    expect(offers(await shownIn(changing, '--at', between))).toContain('azure,eastus,,Standard_D2s_v3,on-demand,0.096')
    const before = await run(changing, [...SHOW, '--at', '2026-01-01'])
    expect([before.stdout.trimEnd().split('\n').length, before.stderr]).toEqual([1, expect.stringMatching(/No such price is known at/)])
  })
})

const RECORDINGS = join(ROOT, '..', 'shared', 'wire')

describe.skipIf(!existsSync(RECORDINGS))('ballast prices against what the clouds were recorded to answer', () => {
  const recorded = (name: string) => readFileSync(join(RECORDINGS, name), 'utf8')
  /** The recordings of EC2 and Google are first pages: the ones after them are empty. */
  const replay: Fault = ({ listing, place }, response, right) => {
    const answers: Readonly<Record<string, StandInAnswer>> = {
      'aws-pricing': { type: 'application/x-amz-json-1.1', body: recorded('aws-pricing/getproducts-page-m5.large.wire.json') },
      'aws-spot':
        place > 1 ? spotHistory([]) : { type: 'text/xml', body: recorded('ec2/describe-spot-price-history-us-west-2.first120.xml') },
      'azure-retail': { type: 'application/json', body: recorded('azure-retail/eastus-d2s_v3-nofilter-preview.json') },
      'gcp-billing': place > 1 ? json({ skus: [] }) : { type: 'application/json', body: recorded('gcp-billing/skus-compute-a2-usd.json') },
    }
    send(response, answers[listing] ?? right)
  }
  const folder = keptFolder()
  const lines: string[] = []

  beforeAll(async () => {
    folderWithStore(folder)
    clouds().fault = replay
    await run(folder, ['prices', 'refresh', '--region', 'us-east-1,eastus,us-central1'])
    clouds().fault = replay
    await run(folder, ['prices', 'refresh', '--source', 'aws', '--region', 'us-west-2'])
    clouds().fault = undefined
    lines.push(...offers(await shownIn(folder)))
  })

  it('takes the one Linux machine on demand and as spot out of nine rows, and composes a machine with a GPU', () => {
    expect(lines.filter((line) => !line.includes('us-west-2'))).toEqual([
      'provider,region,zone,instanceType,capacityType,usdPerHour',
      'aws,us-east-1,,m5.large,on-demand,0.096',
      'azure,eastus,,Standard_D2s_v3,on-demand,0.096',
      'azure,eastus,,Standard_D2s_v3,spot,0.018816',
      ...[1, 2, 4, 8].map((gpus) => `gcp,us-central1,,a2-highgpu-${gpus}g,on-demand,${Number((3.673385 * gpus).toFixed(6))}`),
      'gcp,us-central1,,a2-megagpu-16g,on-demand,55.739504',
    ])
  })

  it('takes the newest spot price of each zone and type of Linux, as they can be read off', () => {
    const newest = new Map<string, [at: string, price: string]>()
    for (const [item] of recorded('ec2/describe-spot-price-history-us-west-2.first120.xml').matchAll(/<item>.*?<\/item>/gs)) {
      const of = (name: string) => new RegExp(`<${name}>(.*?)</${name}>`).exec(item)?.[1] ?? ''
      if (!of('productDescription').startsWith('Linux/UNIX')) continue
      const key = `aws,us-west-2,${of('availabilityZone')},${of('instanceType')},spot`
      const [at] = newest.get(key) ?? ['']
      if (of('timestamp') > at) newest.set(key, [of('timestamp'), of('spotPrice')])
    }
    const expected = [...newest].map(([key, [, price]]) => `${key},${Number(price)}`)
    expect(expected.length).toBeGreaterThan(10)
    expect(lines.filter((line) => line.includes('us-west-2'))).toEqual(expected.toSorted())
  })
})

describe('bad usage ends with 2, asks nobody and makes no store', () => {
  it.each([
    [['--source', 'aws', '--region', 'eu-wset-1'], /did you mean "eu-west-1"/],
    [['--source', 'asure'], /did you mean "azure"/],
    [['--source', 'file'], /BALLAST_PRICE_FILE/],
  ])('prices refresh %j', async (args, remedy) => {
    const folder = emptyFolder()
    const before = clouds().received.length
    const { code, stdout, stderr } = await run(folder, ['prices', 'refresh', ...args])
    expect([code, stdout, clouds().received.length - before, readdirSync(folder)]).toEqual([2, '', 0, []])
    expect(stderr).toMatch(remedy)
  })

  it('an address that is neither https nor on this machine', async () => {
    const { code, stderr } = await run(emptyFolder(), REFRESH, { BALLAST_AZURE_RETAIL_URL: 'http://prices.example.com' })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/azureRetailUrl.*neither https nor plain http on this machine/)])
  })
})
