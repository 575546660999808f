import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { afterAll, beforeAll } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { storeContract } from '../contract/store.ts'

/** The first start takes seconds, a copy of what it made does not. */
let made: string

beforeAll(async () => {
  made = await mkdtemp(join(tmpdir(), 'ballast-store-'))
  const store = await openStore(made, { now: () => new Date() })
  await store.close()
})
afterAll(() => rm(made, { recursive: true }))

storeContract('PGlite', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ballast-store-'))
  await cp(made, folder, { recursive: true })
  return {
    location: folder,
    async sql(statement) {
      const pglite = await PGlite.create(join(folder, 'pglite'))
      await pglite.exec(statement).finally(() => pglite.close())
    },
    remove: () => rm(folder, { recursive: true }),
  }
})
