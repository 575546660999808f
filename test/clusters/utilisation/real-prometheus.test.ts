import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demandHistories } from '../../../src/clusters/utilisation/demand-history.ts'
import { type Prometheus, prometheusAt } from '../../../src/clusters/utilisation/prometheus/prometheus.ts'
import { type KnownUtilisation, utilisationOf } from '../../../src/clusters/utilisation/utilisation-of.ts'
import { agentOf, DESK, NOW, SUPPORT } from './desk.ts'
import { hasPrometheus, type RecordedSeries, startPrometheus } from './real-prometheus.ts'

const END = NOW.getTime() / 1000
const HOUR = 3600
const GIB = 2 ** 30
const BUSY = 'support-7d9f8b6c5d-bcdfg'
const YOUNG = 'support-7d9f8b6c5d-hjklm'

/** A sample a minute from hours before now, but for a gap of twelve hours two days ago where the pod was there. */
function everyMinute(fromHours: number, toHours: number, valueAt: (hoursAgo: number) => number): [number, number][] {
  const samples: [number, number][] = []
  for (let time = END - fromHours * HOUR; time <= END - toHours * HOUR; time += 60) {
    const hoursAgo = (END - time) / HOUR
    if (hoursAgo > 48 || hoursAgo < 36) samples.push([time, valueAt(hoursAgo)])
  }
  return samples
}

/** A counter of CPU seconds that grows as the pod is busy, gaps or not. */
function seconds(fromHours: number, toHours: number, vcpuAt: (hoursAgo: number) => number): [number, number][] {
  let total = 0
  let last = fromHours
  return everyMinute(fromHours, toHours, (hoursAgo) => {
    total += (last - hoursAgo) * HOUR * vcpuAt(hoursAgo)
    last = hoursAgo
    return total
  })
}

const labels = (pod: string, more: string): string => `namespace="desk",pod="${pod}",cluster="dublin",${more}`
const cpu = (pod: string, more: string, samples: [number, number][]): RecordedSeries => ({
  series: `container_cpu_usage_seconds_total{${labels(pod, more)}}`,
  samples,
})
const memory = (pod: string, more: string, samples: [number, number][]): RecordedSeries => ({
  series: `container_memory_working_set_bytes{${labels(pod, more)}}`,
  samples,
})
const state = (metric: string, pod: string, more: string, samples: [number, number][]): RecordedSeries => ({
  series: `${metric}{${labels(pod, more)}}`,
  samples,
})

const app = 'container="app",image="app:1"'
const busy = seconds(72, 0, (hoursAgo) => (hoursAgo > 10 && hoursAgo <= 16 ? 1 : 0.2))
const young = seconds(24, 0, (hoursAgo) => (hoursAgo > 24 - 1 / 6 ? 1.5 : 0.1))
/** One scrape between two steps sees the peak. */
const peak = everyMinute(72, 0, (hoursAgo) => (Math.abs(hoursAgo - (20 + 2 / 60)) < 1e-6 ? 2.5 * GIB : GIB))

const recorded: RecordedSeries[] = [
  cpu(BUSY, `${app},job="kubelet"`, busy),
  cpu(BUSY, `${app},job="cadvisor-again"`, busy),
  cpu(BUSY, 'container="POD",image="pause"', busy),
  cpu(BUSY, 'id="/kubepods/pod1"', busy),
  cpu(YOUNG, `${app},job="kubelet"`, young),
  cpu(
    'support-canary-6b8d7c9f4-xzvwt',
    `${app},job="kubelet"`,
    seconds(72, 0, () => 3),
  ),
  {
    series: `container_cpu_usage_seconds_total{namespace="desk",pod="${BUSY}",cluster="virginia",${app}}`,
    samples: seconds(72, 0, () => 7),
  },
  memory(BUSY, `${app},job="kubelet"`, peak),
  memory(
    BUSY,
    'id="/kubepods/pod1"',
    everyMinute(72, 0, () => 9 * GIB),
  ),
  memory(
    'gone-long-ago',
    app,
    everyMinute(71, 69, () => 3 * GIB),
  ),
  state(
    'kube_pod_owner',
    'gone-long-ago',
    'owner_kind="ReplicaSet",owner_name="strange-set"',
    everyMinute(71, 69, () => 1),
  ),
  {
    series:
      'kube_replicaset_owner{namespace="desk",cluster="dublin",replicaset="strange-set",owner_kind="Deployment",owner_name="support"}',
    samples: everyMinute(71, 69, () => 1),
  },
  state(
    'kube_pod_container_status_restarts_total',
    BUSY,
    'container="app"',
    everyMinute(72, 0, (hoursAgo) => (hoursAgo > 30 ? 4 : 6)),
  ),
  state(
    'kube_pod_container_status_restarts_total',
    YOUNG,
    'container="app"',
    everyMinute(24, 0, (hoursAgo) => (hoursAgo > 9.5 ? 0 : 1)),
  ),
  state(
    'kube_pod_container_status_last_terminated_reason',
    YOUNG,
    'container="app",reason="OOMKilled"',
    everyMinute(9.5, 0, () => 1),
  ),
  state(
    'kube_pod_container_resource_limits',
    YOUNG,
    'container="app",resource="memory",unit="byte"',
    everyMinute(24, 0, () => 4 * GIB),
  ),
  state(
    'DCGM_FI_DEV_GPU_UTIL',
    'dcgm-exporter',
    `exported_namespace="desk",exported_pod="${BUSY}",gpu="0"`,
    everyMinute(24, 0, () => 80),
  ),
  state(
    'DCGM_FI_DEV_FB_USED',
    'dcgm-exporter',
    `exported_namespace="desk",exported_pod="${BUSY}",gpu="0"`,
    everyMinute(24, 0, () => 20 * 1024),
  ),
  ...['dublin', 'virginia'].map((cluster) => ({
    series: `kube_deployment_status_replicas{namespace="desk",deployment="support",cluster="${cluster}"}`,
    samples: everyMinute(72, 0, () => 2),
  })),
  { series: 'chats_waiting{shard="1"}', samples: everyMinute(72, 0, () => 30) },
  { series: 'chats_waiting{shard="2"}', samples: everyMinute(72, 0, () => 20) },
]

describe.skipIf(!hasPrometheus)(
  `what a real Prometheus recorded${hasPrometheus ? '' : ' (skipped: no prometheus and promtool here)'}`,
  () => {
    let server: Awaited<ReturnType<typeof startPrometheus>>
    let prometheus: ReadonlyMap<string, Prometheus>
    let known: KnownUtilisation
    const reading = () => ({ prometheus, now: () => NOW, signal: AbortSignal.timeout(50_000) })

    beforeAll(async () => {
      server = await startPrometheus(recorded)
      prometheus = new Map([['dublin', prometheusAt({ url: server.url, labels: { cluster: 'dublin' } })]])
      known = await utilisationOf([agentOf(SUPPORT)], [DESK], reading())
    })
    afterAll(() => server[Symbol.asyncDispose]())

    const used = () => known.utilisation.get('support')!

    it('is a window of three days, of which twelve hours are missing', () => {
      expect(used()).toMatchObject({ source: 'history', windowHours: 72 })
      expect(used().coverage).toBeCloseTo(60 / 72, 2)
      expect(used().samples).toBeGreaterThan(900)
      expect(known.findings).toEqual([])
    })

    it('is counted once, of this cluster and this Deployment alone: 0.2 vCPU, and 1 in six hours of sixty', () => {
      const { p50, p95, p99 } = used().cpu!
      expect(p50).toBeCloseTo(0.2, 3)
      expect(p95).toBeCloseTo(1, 3)
      expect(p99).toBeCloseTo(1, 3)
    })

    it('keeps the peak of a start', () => {
      expect(used().cpuAtStart).toBeCloseTo(1.5, 1)
      expect(used().cpu!.max).toBeCloseTo(1.5, 1)
    })

    it('keeps the most memory, of a pod that is gone and known by its owner', () => {
      expect(used().memoryMaxGiB).toBe(3)
    })

    it('counts restarts in the window, and what ran out of memory with its limit at that time', () => {
      expect(used().restarts).toBe(3)
      expect(used().outOfMemory).toEqual({ kills: 1, lastAt: new Date((END - 9 * HOUR) * 1000).toISOString(), memoryGiB: 4 })
    })

    it('tells GPUs by the pod that uses them, not by the exporter', () => {
      expect(used().gpu).toEqual({ p50: 0.8, p90: 0.8, p95: 0.8, p99: 0.8, max: 0.8 })
      expect(used().gpuMemoryMaxGiB).toBe(20)
    })

    it('gives a load as its owner asks for it, and replicas of the cluster that is meant', async () => {
      const load = { query: 'sum(chats_waiting)', perReplica: 10, unit: 'chats waiting' }
      const agents = [agentOf(SUPPORT, { demand: { load } }), { ...agentOf(SUPPORT, { demand: { fromHistory: true } }), id: 'scaled' }]
      const { histories, findings } = await demandHistories(agents, reading())
      expect(findings).toEqual([])
      expect(new Set(histories.get('support')!.samples.map(({ value }) => value))).toEqual(new Set([50]))
      expect(new Set(histories.get('scaled')!.samples.map(({ value }) => value))).toEqual(new Set([2]))
    })

    it('gives no load where the query is one series a shard, and says what to do', async () => {
      const load = { query: 'chats_waiting', perReplica: 10, unit: 'chats waiting' }
      const { histories, findings } = await demandHistories([agentOf(SUPPORT, { demand: { load } })], reading())
      expect(histories.size).toBe(0)
      expect(findings[0]).toMatchObject({ subject: 'agent support', remedy: 'sum them: sum(…)' })
    })

    it('says what is wrong with a query that is none', async () => {
      const load = { query: 'sum(', perReplica: 10, unit: 'chats waiting' }
      const { findings } = await demandHistories([agentOf(SUPPORT, { demand: { load } })], reading())
      expect(findings[0]!.message).toMatch(/HTTP 400: .*parse error/)
    })
  },
)
