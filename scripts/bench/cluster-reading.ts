/**
 * How long reading a large cluster takes, and how much memory: `node scripts/bench/cluster-reading.ts [--deployments 5000] [--pods 50000]`
 * reads one that a process on this machine makes up, `--clusters 60` as many of them, `--context NAME [--kubeconfig FILE]` a real one.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { connectAll } from '../../src/clusters/kubernetes/read/connect-all.ts'
import type { DescribedConnection } from '../../src/clusters/kubernetes/read/described-connection.ts'
import { readSnapshots } from '../../src/clusters/kubernetes/read/read-snapshots.ts'

const { values: options } = parseArgs({
  options: {
    deployments: { type: 'string', default: '5000' },
    pods: { type: 'string', default: '50000' },
    nodes: { type: 'string', default: '1000' },
    clusters: { type: 'string', default: '1' },
    'at-once': { type: 'string', default: '8' },
    context: { type: 'string' },
    kubeconfig: { type: 'string' },
    'deadline-seconds': { type: 'string', default: '300' },
  },
})

async function measure(described: readonly DescribedConnection[]): Promise<void> {
  const connections = connectAll(described, { environment: process.env })
  const begun = performance.now()
  const { snapshots, findings } = await readSnapshots(connections, {
    atOnce: Number(options['at-once']),
    deadlineSeconds: Number(options['deadline-seconds']),
    now: () => new Date(),
  })
  const seconds = (performance.now() - begun) / 1000
  for (const connection of connections) connection.close()
  for (const { severity, message, remedy } of [...findings, ...snapshots.flatMap((snapshot) => snapshot.findings)])
    console.log(`${severity}: ${message} (${remedy})`)
  for (const { lists } of snapshots)
    for (const { resource, groupVersion, objects } of lists) console.log(`${String(objects).padStart(7)} ${resource} (${groupVersion})`)
  console.log(
    `${snapshots.length} of ${connections.length} clusters in ${seconds.toFixed(1)} s, peak memory ${(process.resourceUsage().maxRSS / 2 ** 20).toFixed(2)} GiB`,
  )
}

async function measureStandIn(): Promise<void> {
  const size = JSON.stringify({ deployments: Number(options.deployments), pods: Number(options.pods), nodes: Number(options.nodes) })
  const server = fork(join(import.meta.dirname, 'cluster-reading', 'serve.ts'), [size])
  const folder = mkdtempSync(join(tmpdir(), 'ballast-reading-'))
  try {
    const [address] = (await once(server, 'message')) as [string]
    const kubeconfig = join(folder, 'kubeconfig')
    writeFileSync(kubeconfig, kubeconfigTo(address))
    await measure(Array.from({ length: Number(options.clusters) }, (_, i) => ({ id: `large-${i}`, kubeconfig })))
  } finally {
    rmSync(folder, { recursive: true })
    server.disconnect()
  }
}

function kubeconfigTo(server: string): string {
  const [cluster, context] = [
    { name: 'large', cluster: { server } },
    { name: 'large', context: { cluster: 'large' } },
  ]
  return JSON.stringify({ clusters: [cluster], contexts: [context], 'current-context': 'large' })
}

const { context, kubeconfig } = options
if (context === undefined) await measureStandIn()
else await measure([{ id: context, context, ...(kubeconfig === undefined ? {} : { kubeconfig }) }])
