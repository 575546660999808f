import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { pricesCommand } from '../../src/cli/prices/prices.ts'
import { program } from '../../src/cli/program.ts'
import { pricesParts } from '../../src/compose/prices-parts.ts'
import { loadConfig } from '../../src/config.ts'
import { openStore } from '../../src/store/store.ts'
import type { StandInAnswer } from '../contract/price-source.ts'
import { priceList, product, spotHistory } from '../prices/aws/stand-in.ts'
import { ballast, begun, type Ended, emptyFolder, keptFolder, ROOT } from './command.ts'
import { type Clouds, endlessPage, environmentOf, expiredAnswer, type Fault, json, REGIONS, send, startClouds } from './prices/clouds.ts'

const HOUR = 3_600_000
const REFRESH = ['prices', 'refresh', '--region', REGIONS]
const SHOW = ['prices', 'show', '--format', 'csv']
const FEEDS = ['aws-pricing eu-west-1', 'aws-spot eu-west-1', 'azure-retail eastus', 'gcp-billing']

/** Node makes keys, but no certificates. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0

let clouds: Clouds
/** Made once: to make a store takes longer than a refresh. */
const emptyStore = keptFolder()
beforeAll(async () => {
  clouds = await startClouds()
  await (await openStore(join(emptyStore, '.ballast'), { now: () => new Date() })).close()
})
afterAll(() => clouds[Symbol.asyncDispose]())

function folderWithStore(): string {
  const folder = emptyFolder()
  cpSync(emptyStore, folder, { recursive: true })
  return folder
}

const run = (folder: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
  ballast(folder, args, { ...clouds.environment, ...environment })

/** The same as the command shows, within this process. */
async function shownIn(folder: string, ...args: string[]): Promise<string> {
  let shown = ''
  const out = (text: string) => {
    shown += text
  }
  const terminal = { out, err: () => {}, width: 100, isInteractive: false, bold: (text: string) => text }
  const config = loadConfig({ environment: { BALLAST_STORE: join(folder, '.ballast') } })
  await program([pricesCommand(pricesParts(config, terminal, () => {}))], terminal).parseAsync([...SHOW, ...args], { from: 'user' })
  return shown
}

/** Without the time of the reading, the currency and the listing. */
const offers = (csv: string): string[] =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').slice(0, 6).join(','))

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
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^aws +aws-spot +eu-west-1 .* no +0 +2 /m)])
  })

  it('keeps what was: a changed price is told with both amounts, and the day before has none', async () => {
    const changing = folderWithStore()
    await run(changing, ['prices', 'refresh', '--source', 'azure', '--region', 'eastus'])
    const between = new Date().toISOString()
    clouds.amounts.d2 = 0.12
    await run(changing, ['prices', 'refresh', '--source', 'azure', '--region', 'eastus'])
    clouds.amounts.d2 = 0.096
    const { stdout, stderr } = await run(changing, ['prices', 'diff', '--since', between, '--format', 'csv'])
    expect(stdout.split('\n')[1]).toMatch(/^azure,eastus,,Standard_D2s_v3,on-demand,dearer,0\.096,0\.12,25,/)
    expect(stderr).toBe('1 price changed: 1 dearer.\n')
    expect(offers(await shownIn(changing, '--at', between))).toContain('azure,eastus,,Standard_D2s_v3,on-demand,0.096')
    const before = await run(changing, [...SHOW, '--at', '2026-01-01'])
    expect([before.stdout.trimEnd().split('\n').length, before.stderr]).toEqual([1, expect.stringMatching(/No such price is known at/)])
  })

  describe('where all clouds fail, nothing is kept of it, and what was known stays as it was:', () => {
    const half: Fault = (_, response, { body, ...right }) => send(response, { ...right, body: body.slice(0, body.length / 2) })
    const page = '<!DOCTYPE html><html><body><h1>Sign in</h1></body></html>'
    const once: Fault = ({ place }, response, right) => (place === 1 ? send(response, right) : half({} as never, response, right))
    const FAULTS: readonly [string, Fault, RegExp][] = [
      ['truncated JSON', half, /breaks off/],
      ['the second page truncated', once, /breaks off/],
      [
        'the connection reset in the middle of a body',
        (_, response, { type, body }) => {
          response.writeHead(200, { 'content-type': type, 'content-length': Buffer.byteLength(body) })
          response.write(body.slice(0, body.length / 2), () => response.socket?.resetAndDestroy())
        },
        /reset|broke off|closed/,
      ],
      ['an endless chain of pages', (asked, response) => send(response, endlessPage(asked)), /not ended after 5 pages/],
      ['429 for every call', (_, response) => send(response, { status: 429, type: 'text/plain', body: 'slow down' }), /HTTP 429/],
      ['a web page with status 200', (_, response) => send(response, { type: 'text/html', body: page }), /web page/],
      ['expired credentials', (asked, response) => send(response, expiredAnswer(asked)), /expired/],
      [
        'a clock an hour off',
        (_, response, right) => {
          response.setHeader('date', new Date(Date.now() - HOUR).toUTCString())
          send(response, right)
        },
        /the clock of this machine is 60 min ahead of the server's; set it right/,
      ],
    ]

    const fails = async ({ code, stdout, stderr }: Ended, told: RegExp) => {
      expect(code).toBe(1)
      expect(stderr).toMatch(told)
      expect(stdout).toMatch(/^0 of 4 price feeds read/)
      for (const feed of FEEDS) expect(stdout).toMatch(new RegExp(`^ {4}${feed}: \\d+ prices? of 20.*, \\d+ (s|min) ago$`, 'm'))
      for (const wrong of ['internal error', '\n    at ']) expect(stdout + stderr).not.toContain(wrong)
      expect(await shownIn(folder)).toBe(shown.stdout)
    }

    it.each(FAULTS)('%s', async (_, fault, told) => {
      clouds.fault = fault
      const ended = await run(folder, REFRESH)
      clouds.fault = undefined
      await fails(ended, told)
    })

    it('a page that comes again and again', async () => {
      const pages = new Map<string, Parameters<typeof send>[1]>()
      clouds.fault = ({ listing }, response, right) => {
        pages.set(listing, pages.get(listing) ?? right)
        send(response, pages.get(listing)!)
      }
      const ended = await run(folder, REFRESH)
      clouds.fault = undefined
      await fails(ended, /repeats an earlier one|leads back to an earlier one/)
    })

    it('a connection refused', async () => {
      const closed = await startClouds()
      await closed[Symbol.asyncDispose]()
      await fails(await run(folder, REFRESH, environmentOf(closed.base)), /connection refused \(ECONNREFUSED\); check the address/)
    })

    it('all is well again when they are', async () => {
      expect((await run(folder, REFRESH)).code).toBe(0)
    })
  })

  it.skipIf(!hasOpenssl)('a certificate that nobody vouches for ends with 1, and nothing is sent', async () => {
    const server = createTlsServer(selfSigned(emptyFolder()))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const url = `https://127.0.0.1:${(server.address() as AddressInfo).port}`
    let requests = 0
    server.on('request', () => requests++)
    const credentials = { AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE', AWS_SECRET_ACCESS_KEY: 'example' }
    const { code, stderr, stdout } = await run(
      folder,
      ['prices', 'refresh', '--source', 'aws,azure', '--region', REGIONS.replace(',us-central1', '')],
      {
        ...environmentOf(url),
        ...credentials,
        BALLAST_AZURE_MANAGEMENT_URL: clouds.base,
      },
    )
    server.close()
    expect([code, requests, stdout]).toEqual([1, 0, expect.stringMatching(/^0 of 3 price feeds read/)])
    expect(stderr).toMatch(/no secure connection: DEPTH_ZERO_SELF_SIGNED_CERT; check the address/)
  })

  it('an https address where nobody speaks TLS ends with 1', async () => {
    const { code, stderr } = await run(folder, ['prices', 'refresh', '--source', 'azure', '--region', 'eastus'], {
      BALLAST_AZURE_RETAIL_URL: clouds.base.replace('http:', 'https:'),
    })
    expect([code, stderr]).toEqual([1, expect.stringMatching(/no secure connection: \w+; check the address/)])
  })

  it('an answer that lacks most of what was known is refused, and believed only where a person says so', async () => {
    const many = folderWithStore()
    const fleet = Array.from({ length: 12 }, (_, at) => `m5.${at}xlarge`)
    const listing =
      (types: readonly string[]): Fault =>
      (asked, response, right) =>
        send(
          response,
          asked.listing === 'aws-pricing' ? priceList(types.map((instanceType) => product({ attributes: { instanceType } }))) : right,
        )
    const args = ['prices', 'refresh', '--source', 'aws', '--region', 'eu-west-1']
    clouds.fault = listing(fleet)
    await run(many, args)
    clouds.fault = listing(fleet.slice(0, 6))
    const refused = await run(many, args)
    const believed = await run(many, [...args, '--accept-incomplete'])
    clouds.fault = undefined
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/lists 6 of the 12 prices.*--accept-incomplete/)])
    expect([believed.code, believed.stdout]).toEqual([0, expect.stringMatching(/6 withdrawn/)])
  })

  it('machine types that cannot be listed are a warning: the prices are read all the same', async () => {
    clouds.fault = (asked, response, right) =>
      send(response, asked.listing === 'aws-shapes' ? { status: 403, type: 'text/xml', body: '<Response/>' } : right)
    const { code, stdout } = await run(folder, ['prices', 'refresh', '--source', 'aws', '--region', 'eu-west-1'])
    clouds.fault = undefined
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Warnings\n(.*\n)*.*aws-shapes eu-west-1/)])
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
    cpSync(emptyStore, folder, { recursive: true })
    clouds.fault = replay
    await run(folder, ['prices', 'refresh', '--region', 'us-east-1,eastus,us-central1'])
    clouds.fault = replay
    await run(folder, ['prices', 'refresh', '--source', 'aws', '--region', 'us-west-2'])
    clouds.fault = undefined
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

describe('a refresh that is killed in the middle', () => {
  it('goes on with what is missing when it is run again', async () => {
    const folder = folderWithStore()
    clouds.fault = (asked, response, right) => (asked.listing === 'azure-retail' ? undefined : send(response, right))
    const killed = begun(folder, REFRESH, clouds.environment)
    await killed.says(
      /gcp-billing: \d+ rows[\s\S]*aws-pricing eu-west-1: \d+ rows|aws-pricing eu-west-1: \d+ rows[\s\S]*gcp-billing: \d+ rows/,
    )
    killed.kill('SIGKILL')
    await killed.ended
    clouds.fault = undefined
    const asked = ['aws-pricing', 'gcp-billing'].map((listing) => clouds.requestsOf(listing as 'aws-pricing'))
    const { code, stdout, stderr } = await run(folder, REFRESH)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Going on with the refresh that was cut short/)])
    expect(stdout).toMatch(/gcp-billing +read before/)
    expect(['aws-pricing', 'gcp-billing'].map((listing) => clouds.requestsOf(listing as 'aws-pricing'))).toEqual(asked)
    expect(offers(await shownIn(folder))).toContain('azure,eastus,,Standard_D2s_v3,on-demand,0.096')
  })

  it('is called off by Ctrl-C: it ends with 1, keeps what it has, and says how to go on', async () => {
    const folder = folderWithStore()
    clouds.fault = (asked, response, right) => (asked.listing === 'azure-retail' ? undefined : send(response, right))
    const stopped = begun(folder, REFRESH, clouds.environment)
    await stopped.says(/gcp-billing: \d+ rows/)
    stopped.kill('SIGINT')
    const { code, stdout, stderr } = await stopped.ended
    clouds.fault = undefined
    expect([code, stdout]).toEqual([1, expect.stringMatching(/It was called off: run it again, it goes on\./)])
    expect(stderr).toMatch(/azure-retail eastus: failed.*called off/)
    expect(offers(await shownIn(folder))).toContain('gcp,us-central1,,n2-standard-2,on-demand,0.097118')
  })

  it('ends when its time is over', async () => {
    clouds.fault = () => undefined
    const { code, stdout } = await run(folderWithStore(), REFRESH, { BALLAST_PRICE_DEADLINE_SECONDS: '1' })
    clouds.fault = undefined
    expect([code, stdout]).toEqual([1, expect.stringMatching(/cut short by its deadline/)])
  })
})

it('two refreshes at once on one folder: the second says who has it', async () => {
  const folder = folderWithStore()
  clouds.fault = () => undefined
  const holding = begun(folder, REFRESH, clouds.environment)
  await holding.says(/· azure-retail/)
  const second = await run(folder, REFRESH)
  holding.kill('SIGKILL')
  await holding.ended
  clouds.fault = undefined
  expect([second.code, second.stderr]).toEqual([
    1,
    expect.stringMatching(/^ballast: the store in \.ballast is in use by process \d+ since/),
  ])
})

describe('bad usage ends with 2, asks nobody and makes no store', () => {
  it.each([
    [['--source', 'aws', '--region', 'eu-wset-1'], /did you mean "eu-west-1"/],
    [['--source', 'asure'], /did you mean "azure"/],
    [['--source', 'file'], /BALLAST_PRICE_FILE/],
  ])('prices refresh %j', async (args, remedy) => {
    const folder = emptyFolder()
    const before = clouds.received.length
    const { code, stdout, stderr } = await run(folder, ['prices', 'refresh', ...args])
    expect([code, stdout, clouds.received.length - before, readdirSync(folder)]).toEqual([2, '', 0, []])
    expect(stderr).toMatch(remedy)
  })

  it('an address that is neither https nor on this machine', async () => {
    const { code, stderr } = await run(emptyFolder(), REFRESH, { BALLAST_AZURE_RETAIL_URL: 'http://prices.example.com' })
    expect([code, stderr]).toEqual([2, expect.stringMatching(/azureRetailUrl.*neither https nor plain http on this machine/)])
  })
})

/** A key and a certificate of its own for this machine, made for one test. */
function selfSigned(folder: string): { key: string; cert: string } {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')]
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1']
  execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-keyout', key, '-out', cert, ...subject], {
    stdio: 'ignore',
  })
  return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') }
}
