/**
 * Measures a whole `ballast prices refresh`, as a process, from a replay of the three clouds on this machine:
 * `node scripts/bench/prices-refresh.ts` reads some 70,000 offers into a new store, then the same again, and prints time and memory.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { bundledRegions } from '../../src/prices/bundled/source.ts'
import { type Regions, startReplay } from './prices/replay.ts'
import { runMeasured } from './run/measured-process.ts'

const MAIN = resolve(import.meta.dirname, '..', '..', 'src', 'main.ts')
/** So many regions of each cloud that they have some 70,000 offers together. */
const REGIONS = { aws: 15, azure: 14, gcp: 43 }
const PATIENCE_SECONDS = 600

function regionsOf(provider: keyof Regions): string[] {
  const own = bundledRegions().filter((known) => known.provider === provider && !/^(cn|us-gov)-/.test(known.region))
  return own.slice(0, REGIONS[provider]).map(({ region }) => region)
}

async function measure(title: string, folder: string, environment: Readonly<Record<string, string>>, regions: Regions): Promise<void> {
  const asked = [...regions.aws, ...regions.azure, ...regions.gcp].join(',')
  const lines: string[] = []
  const ran = await runMeasured(MAIN, ['prices', 'refresh', '--region', asked], {
    patienceSeconds: PATIENCE_SECONDS,
    signal: new AbortController().signal,
    environment: { ...environment, BALLAST_STORE: folder },
    onLine: (line) => lines.push(line),
  })
  const summary = lines.find((line) => /price feeds? read in/.test(line)) ?? ran.lastWords
  const memory = ran.peakMemoryGiB === undefined ? 'unknown' : `${ran.peakMemoryGiB.toFixed(2)} GiB`
  console.log(`${title}: ${ran.seconds.toFixed(1)} s, peak memory ${memory}, exit code ${ran.exitCode}\n  ${summary}`)
  if (ran.exitCode !== 0) process.exitCode = 1
}

const regions: Regions = { aws: regionsOf('aws'), azure: regionsOf('azure'), gcp: regionsOf('gcp') }
const folder = mkdtempSync(join(tmpdir(), 'ballast-prices-'))
const replay = await startReplay(regions)
try {
  await measure('into a new store', folder, replay.environment, regions)
  await measure('the same again', folder, replay.environment, regions)
  console.log(`${replay.requests()} requests in all; AWS GetProducts is throttled by its settings (10 at once, then 5 a second)`)
} finally {
  replay.close()
  rmSync(folder, { recursive: true, force: true })
}
