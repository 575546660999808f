import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { describe, expect, it } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { type EmptyDatabase, storeContract } from '../contract/store.ts'

/** An address of a server on which databases may be created and dropped: each test gets one of its own. */
const server = process.env.BALLAST_TEST_POSTGRES
const now = (): Date => new Date()

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
