import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { openStore, type Store } from '../../src/store/store.ts'
import { many, POLICY } from '../contract/prices/price-store.ts'
import { type EmptyDatabase, storeContract } from '../contract/store.ts'

/** An address of a server on which databases may be created and dropped: each test gets one of its own. */
const server = process.env.BALLAST_TEST_POSTGRES
const now = (): Date => new Date()
const FEED = { id: 'acme-list', source: 'acme', listing: 'acme-list', provider: 'acme' }

describe.skipIf(!server)('with a server named by BALLAST_TEST_POSTGRES', () => {
  storeContract('PostgreSQL', emptyDatabase)

  it('opens ten times at once on an empty database: one migrates, the others wait', async () => {
    const database = await emptyDatabase()
    const stores = await Promise.all(Array.from({ length: 10 }, () => openStore(database.location, { now })))
    for (const store of stores) await store.runs.start('nightly')
    expect(await stores[0]!.runs.list()).toHaveLength(10)
    await Promise.all(stores.map((store) => store.close()))
    await database.remove()
  })

  it('leaves the runs of those that live alone, and fails those of one that is gone', async () => {
    const database = await emptyDatabase()
    const alive = await openStore(database.location, { now })
    const gone = await openStore(database.location, { now })
    const goingOn = await alive.runs.start('nightly')
    const orphaned = await gone.runs.start('nightly')
    await gone.close()
    const opened = await openStore(database.location, { now })
    expect((await opened.runs.find(goingOn.id))?.status).toBe('running')
    expect(await opened.runs.find(orphaned.id)).toMatchObject({ status: 'failed', error: expect.stringMatching(/^interrupted/) })
    await Promise.all([alive.close(), opened.close()])
    await database.remove()
  })

  it('keeps one unforked trail over appends through several sessions', async () => {
    const database = await emptyDatabase()
    const stores = await Promise.all([1, 2, 3].map(() => openStore(database.location, { now })))
    const record = { actor: 'mia', action: 'scale', subject: 'x', reason: 'cheaper' }
    await Promise.all(Array.from({ length: 30 }, (_, i) => stores[i % 3]!.audit.append(record)))
    expect(await stores[0]!.audit.list()).toHaveLength(30)
    expect(await stores[0]!.audit.verify()).toBeUndefined()
    await Promise.all(stores.map((store) => store.close()))
    await database.remove()
  })

  it('keeps answers about the same regions one after another, whatever their order, through several sessions', async () => {
    const database = await emptyDatabase()
    const stores = await Promise.all([1, 2, 3].map(() => openStore(database.location, { now })))
    const { id } = await stores[0]!.prices.start('all', { anew: true })
    const names = Array.from({ length: 250 }, (_, index) => `region-${index}`)
    const keep = async (turn: number) => {
      const regions = turn % 2 === 0 ? names : names.toReversed()
      const listed = regions.flatMap((region) => many(1, 1 + turn / 100).map((one) => ({ ...one, region })))
      const answer = { regions, prices: listed, leftOut: {} }
      return stores[turn % 3]!.prices.keep(id, FEED, answer, POLICY, new Date(turn))
    }
    const turns = Array.from({ length: 12 }, (_, turn) => turn)
    const kept = await Promise.all(turns.map(keep))
    expect(kept.reduce((sum, { added }) => sum + added, 0)).toBe(250)
    const known = await stores[0]!.prices.at(new Date(Date.now() + 60_000))
    expect(new Set(known.map(({ usdPerHour }) => usdPerHour))).toEqual(new Set([1.11]))
    expect(known).toHaveLength(250)
    await Promise.all(stores.map((store) => store.close()))
    await database.remove()
  })

  it('saves shapes and bands from several sessions at once', async () => {
    const database = await emptyDatabase()
    const stores = await Promise.all([1, 2, 3].map(() => openStore(database.location, { now })))
    const types = many(200).map(({ instanceType }) => instanceType)
    const save = async (store: Store, index: number) => {
      const ordered = index % 2 === 0 ? types : types.toReversed()
      const shape = { provider: 'acme', arch: 'amd64', vcpu: 1, memoryGiB: 1, gpu: 0, gpuModel: '' } as const
      await store.shapes.save(
        ordered.map((instanceType) => ({ ...shape, instanceType })),
        'acme',
      )
      await store.bands.save(
        'acme',
        ordered.map((instanceType) => ({ provider: 'acme', region: 'eu-1', instanceType, band: '<5%' })),
      )
    }
    await Promise.all([...stores, ...stores, ...stores].map(save))
    expect(await stores[0]!.shapes.all()).toHaveLength(200)
    expect(await stores[0]!.bands.all()).toHaveLength(200)
    await Promise.all(stores.map((store) => store.close()))
    await database.remove()
  })

  it('says that a password is wrong, or a database missing, without repeating the password', async () => {
    const missing = new URL(server!)
    missing.pathname = '/ballast_nowhere'
    missing.password = 'hunter2'
    const refused = await openStore(missing.href, { now }).catch((error: Error) => error)
    expect(refused).toMatchObject({
      name: 'StoreError',
      message: expect.stringMatching(/cannot open the store .*check that the server runs/),
    })
    expect(String((refused as Error).message)).not.toContain('hunter2')
  })
})

async function emptyDatabase(): Promise<EmptyDatabase> {
  const name = `ballast_test_${randomUUID().replaceAll('-', '')}`
  await statement(server!, `create database ${name}`)
  const url = new URL(server!)
  url.pathname = `/${name}`
  return {
    location: url.href,
    sql: (text) => statement(url.href, text),
    remove: () => statement(server!, `drop database ${name}`),
  }
}

async function statement(url: string, text: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  await client.query(text).finally(() => client.end())
}
