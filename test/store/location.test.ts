import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import { parseLocation } from '../../src/store/location.ts'
import { openStore } from '../../src/store/store.ts'
import { StoreError } from '../../src/store/store-error.ts'

const now = (): Date => new Date()

it.each(['.ballast', '/var/lib/ballast', 'C:\\ballast', 'a folder with spaces', './postgres'])('takes %j for a folder', (location) => {
  expect(parseLocation(location)).toEqual({ kind: 'folder', path: location, shown: location })
})

it.each([
  ['postgres://mia:hunter2@db.example:5432/ballast?password=hunter2', 'postgres://mia@db.example:5432/ballast'],
  ['postgresql:///ballast?host=/run/postgresql', 'postgresql:///ballast'],
  ['POSTGRES://db.example/ballast', 'postgres://db.example/ballast'],
])('takes %j for a server, and shows no more of it than %j', (url, shown) => {
  expect(parseLocation(url)).toEqual({ kind: 'postgres', url, shown })
})

it.each([
  '',
  '  ',
  'mysql://mia:hunter2@host/db',
  'file:///tmp/x',
  'mia:hunter2@host/db',
  'postgres:/mia:hunter2@host',
  'postgres://mia:hunter2@host:port/db',
])('refuses %j with the remedy, and never repeats it', (location) => {
  const refused = thrown(() => parseLocation(location))
  expect(refused).toBeInstanceOf(InputError)
  expect(refused.message).toContain('BALLAST_STORE')
  expect(refused.message).toContain('give a folder such as .ballast, or postgres://user:password@host:5432/database')
  expect(JSON.stringify([refused.message, refused.cause, refused])).not.toContain('hunter2')
})

it('says that a file is no folder', async () => {
  const parent = await mkdtemp(join(tmpdir(), 'ballast-location-'))
  await writeFile(join(parent, 'file'), '')
  await expect(openStore(join(parent, 'file'), { now })).rejects.toThrow(InputError)
  await expect(openStore(join(parent, 'file', 'deeper'), { now })).rejects.toThrow(/cannot be used as a folder.*give a folder such as/)
  await rm(parent, { recursive: true })
})

it('says where no server answers, without the password', async () => {
  const port = await freePort()
  const refused = await openStore(`postgres://mia:hunter2@127.0.0.1:${port}/ballast`, { now }).catch((error: Error) => error)
  expect(refused).toBeInstanceOf(StoreError)
  expect((refused as Error).message).toMatch(
    new RegExp(`cannot open the store postgres://mia@127.0.0.1:${port}/ballast: .*ECONNREFUSED.*; check that the server runs`),
  )
  expect((refused as Error).stack).not.toContain('hunter2')
})

function thrown(action: () => unknown): Error {
  try {
    action()
  } catch (error) {
    return error as Error
  }
  throw new Error('nothing was refused')
}

/** A port on which nobody listens any more. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}
