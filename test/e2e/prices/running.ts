import { cpSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { pricesCommand } from '../../../src/cli/prices/prices.ts'
import { program } from '../../../src/cli/program.ts'
import { pricesParts } from '../../../src/compose/prices-parts.ts'
import { loadConfig } from '../../../src/config.ts'
import { openStore } from '../../../src/store/store.ts'
import { ballast, type Ended, emptyFolder, keptFolder } from '../command.ts'
import { type Clouds, REGIONS, startClouds } from './clouds.ts'

export const REFRESH = ['prices', 'refresh', '--region', REGIONS]
export const SHOW = ['prices', 'show', '--format', 'csv']
export const FEEDS = ['aws-pricing eu-west-1', 'aws-spot eu-west-1', 'azure-retail eastus', 'gcp-billing']

/** Stand-ins for the clouds as long as a file's tests run, and commands that ask them. */
export function withClouds() {
  let clouds: Clouds
  /** Made once: to make a store takes longer than a refresh. */
  const emptyStore = keptFolder()
  beforeAll(async () => {
    clouds = await startClouds()
    await (await openStore(join(emptyStore, '.ballast'), { now: () => new Date() })).close()
  })
  afterAll(() => clouds[Symbol.asyncDispose]())
  return {
    clouds: () => clouds,
    run: (folder: string, args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
      ballast(folder, args, { ...clouds.environment, ...environment }),
    /** A folder, gone after the test where none is given, with a store in which nothing is. */
    folderWithStore(folder = emptyFolder()): string {
      cpSync(emptyStore, folder, { recursive: true })
      return folder
    },
  }
}

/** The same as the command shows, within this process. */
export async function shownIn(folder: string, ...args: string[]): Promise<string> {
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
export const offers = (csv: string): string[] =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').slice(0, 6).join(','))
