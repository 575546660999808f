import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { priceList, product } from '../prices/aws/stand-in.ts'
import { type Ended, emptyFolder, keptFolder } from './command.ts'
import { endlessPage, environmentOf, expiredAnswer, type Fault, REGIONS, send, startClouds } from './prices/clouds.ts'
import { FEEDS, REFRESH, shownIn, withClouds } from './prices/running.ts'

const HOUR = 3_600_000
/** Node makes keys, but no certificates. */
const hasOpenssl = spawnSync('openssl', ['version']).status === 0
const { clouds, run, folderWithStore } = withClouds()

describe('ballast prices refresh with faults of the clouds', () => {
  const folder = keptFolder()
  let before: string

  beforeAll(async () => {
    folderWithStore(folder)
    await run(folder, REFRESH)
    before = await shownIn(folder)
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
      expect(await shownIn(folder)).toBe(before)
    }

    it.each(FAULTS)('%s', async (_, fault, told) => {
      clouds().fault = fault
      const ended = await run(folder, REFRESH)
      clouds().fault = undefined
      await fails(ended, told)
    })

    it('a page that comes again and again', async () => {
      const pages = new Map<string, Parameters<typeof send>[1]>()
      clouds().fault = ({ listing }, response, right) => {
        pages.set(listing, pages.get(listing) ?? right)
        send(response, pages.get(listing)!)
      }
      const ended = await run(folder, REFRESH)
      clouds().fault = undefined
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
        BALLAST_AZURE_MANAGEMENT_URL: clouds().base,
      },
    )
    server.close()
    expect([code, requests, stdout]).toEqual([1, 0, expect.stringMatching(/^0 of 3 price feeds read/)])
    expect(stderr).toMatch(/no secure connection: DEPTH_ZERO_SELF_SIGNED_CERT; check the address/)
  })

  it('an https address where nobody speaks TLS ends with 1', async () => {
    const { code, stderr } = await run(folder, ['prices', 'refresh', '--source', 'azure', '--region', 'eastus'], {
      BALLAST_AZURE_RETAIL_URL: clouds().base.replace('http:', 'https:'),
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
    clouds().fault = listing(fleet)
    await run(many, args)
    clouds().fault = listing(fleet.slice(0, 6))
    const refused = await run(many, args)
    const believed = await run(many, [...args, '--accept-incomplete'])
    clouds().fault = undefined
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/lists 6 of the 12 prices.*--accept-incomplete/)])
    expect([believed.code, believed.stdout]).toEqual([0, expect.stringMatching(/6 withdrawn/)])
  })

  it('machine types that cannot be listed are a warning: the prices are read all the same', async () => {
    clouds().fault = (asked, response, right) =>
      send(response, asked.listing === 'aws-shapes' ? { status: 403, type: 'text/xml', body: '<Response/>' } : right)
    const { code, stdout } = await run(folder, ['prices', 'refresh', '--source', 'aws', '--region', 'eu-west-1'])
    clouds().fault = undefined
    expect([code, stdout]).toEqual([0, expect.stringMatching(/Warnings\n(.*\n)*.*aws-shapes eu-west-1/)])
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
