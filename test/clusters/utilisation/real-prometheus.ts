import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export interface RecordedSeries {
  /** `name{label="value"}` */
  readonly series: string
  /** Time [Unix s] and value, ascending. */
  readonly samples: readonly (readonly [number, number])[]
}

/** Whether the programs of Debian's package `prometheus` are here. */
export const hasPrometheus = ['prometheus', 'promtool'].every((program) => {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})

/** A Prometheus of its own on this machine, that has recorded the series given. */
export async function startPrometheus(recorded: readonly RecordedSeries[]): Promise<{ url: string } & AsyncDisposable> {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-prometheus-'))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  writeFileSync(join(folder, 'recorded.txt'), openMetrics(recorded))
  writeFileSync(join(folder, 'prometheus.yml'), 'scrape_configs: []\n')
  execFileSync(
    'promtool',
    ['tsdb', 'create-blocks-from', 'openmetrics', '--max-block-duration=96h', join(folder, 'recorded.txt'), join(folder, 'data')],
    {
      stdio: 'ignore',
    },
  )
  const address = `127.0.0.1:${await freePort()}`
  const options = [`--config.file=${folder}/prometheus.yml`, `--storage.tsdb.path=${folder}/data`, '--storage.tsdb.retention.time=50y']
  const server = spawn('prometheus', [...options, `--web.listen-address=${address}`, '--log.level=error'], { stdio: 'ignore' })
  const ended = new Promise((resolve) => server.once('exit', resolve))
  await ready(`http://${address}/-/ready`, server)
  return {
    url: `http://${address}`,
    async [Symbol.asyncDispose]() {
      server.kill('SIGKILL')
      await ended
      remove()
    },
  }
}

/** Families in one piece each, without a type: their names then need no suffix. */
function openMetrics(recorded: readonly RecordedSeries[]): string {
  const families = Map.groupBy(recorded, ({ series }) => series.split('{')[0]!)
  const lines = [...families.values()].flat().flatMap(({ series, samples }) => samples.map(([time, value]) => `${series} ${value} ${time}`))
  return `${lines.join('\n')}\n# EOF\n`
}

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as { port: number }
  await new Promise((resolve) => server.close(resolve))
  return port
}

async function ready(url: string, server: { exitCode: number | null }): Promise<void> {
  while (server.exitCode === null) {
    const isReady = await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    )
    if (isReady) return
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  throw new Error('Prometheus did not start')
}
