import { describe, expect, it } from 'vitest'
import type { ClusterSnapshot } from '../../../src/clusters/kubernetes/snapshot.ts'
import { namespaceSets } from '../../../src/clusters/utilisation/namespace-sets.ts'
import { deploymentsOfPods } from '../../../src/clusters/utilisation/pod-owners.ts'
import { prometheusAt } from '../../../src/clusters/utilisation/prometheus/prometheus.ts'
import { together } from '../../../src/clusters/utilisation/together.ts'
import { utilisationOf } from '../../../src/clusters/utilisation/utilisation-of.ts'
import { localServer, sendJson } from '../../prices/local-server.ts'
import { agentOf, DESK, deskWithPod, NOW, nobodyListens, POD, SUPPORT } from './desk.ts'

const usage = [{ name: POD, namespace: 'desk', cpu: 0.3, memoryGiB: 1.5, at: NOW.toISOString(), windowSeconds: 18 }]
const nobody = { prometheus: new Map(), now: () => NOW, signal: new AbortController().signal }

const knownOf = async (snapshot: ClusterSnapshot) => utilisationOf([agentOf(SUPPORT)], [snapshot], nobody)

describe('without a Prometheus', () => {
  it('what an agent uses now is known, and is no history', async () => {
    const { utilisation, findings } = await knownOf({ ...DESK, usage })
    expect(utilisation.get('support')).toEqual({ source: 'now', windowHours: 0.005, samples: 1, cpu: { max: 0.3 }, memoryMaxGiB: 1.5 })
    expect(findings).toMatchObject([
      { severity: 'note', cluster: 'dublin', message: expect.stringContaining('only what its agents use now is known') },
    ])
  })

  it('nothing is known where there is no metrics API either, and the finding says that requests are kept', async () => {
    const { utilisation, findings } = await knownOf(DESK)
    expect(utilisation.size).toBe(0)
    expect(findings.map(({ message }) => message)).toEqual([
      'it has no Prometheus: nothing is known of what its agents use: requests are kept',
      'neither Prometheus nor the metrics API tells what is used: requests are kept',
    ])
  })

  it('a pod that ran out of memory tells of it, with the limit that was too little', async () => {
    const { utilisation } = await knownOf(deskWithPod({ lastOutOfMemoryAt: '2026-07-19T20:00:00Z', restarts: 1 }))
    expect(utilisation.get('support')!.outOfMemory).toEqual({ kills: 1, lastAt: '2026-07-19T20:00:00Z', memoryGiB: 4 })
  })

  it('many agents of which nothing is known are one sentence', async () => {
    const agents = Array.from({ length: 7 }, (_, at) => ({ ...agentOf(SUPPORT), id: `agent-${at}` }))
    const { findings } = await utilisationOf(agents, [DESK], nobody)
    expect(findings.at(-1)).toMatchObject({
      subject: '7 agents',
      message: expect.stringContaining('(agent-0, agent-1, agent-2, agent-3, agent-4, …)'),
    })
  })
})

describe('a Prometheus', () => {
  it('that is down is a warning; what is used now is still known, and other clusters are read', async () => {
    const limits = { attempts: 1, backoffMilliseconds: 1, timeoutMilliseconds: 1000, mostBytes: 1000 }
    const prometheus = new Map([['dublin', prometheusAt({ url: await nobodyListens() }, 'prometheus', limits)]])
    const { utilisation, findings } = await utilisationOf([agentOf(SUPPORT)], [{ ...DESK, usage }], { ...nobody, prometheus })
    expect(utilisation.get('support')!.source).toBe('now')
    expect(findings).toMatchObject([{ severity: 'warning', cluster: 'dublin', message: expect.stringContaining('it refuses connections') }])
  })

  it('that hangs is given up at its deadline', async () => {
    await using server = await localServer(() => undefined)
    const prometheus = new Map([['dublin', prometheusAt({ url: server.base })]])
    const { findings } = await utilisationOf([agentOf(SUPPORT)], [DESK], { ...nobody, prometheus, deadlineMilliseconds: 30 })
    expect(findings[0]).toMatchObject({ severity: 'warning', message: expect.stringContaining('was not read within') })
  })

  it('that has recorded nothing of the pods is a warning, after a look for runtimes that tell no image', async () => {
    await using server = await localServer((_, response) =>
      sendJson(response, { status: 'success', data: { resultType: 'matrix', result: [] } }),
    )
    const prometheus = new Map([['dublin', prometheusAt({ url: server.base })]])
    const { findings } = await utilisationOf([agentOf(SUPPORT)], [DESK], { ...nobody, prometheus })
    expect(findings[0]!.message).toContain('has recorded no CPU and no memory')
    const asked = server.received.map(({ url }) => url.searchParams.get('query')!).filter((query) => query.includes('container_cpu'))
    expect(asked.map((query) => query.includes('image!=""'))).toEqual([true, false])
  })

  it('is not asked of GPUs where no agent has any', async () => {
    await using server = await localServer((_, response) =>
      sendJson(response, { status: 'success', data: { resultType: 'matrix', result: [] } }),
    )
    const prometheus = new Map([['dublin', prometheusAt({ url: server.base })]])
    const plain = { ...SUPPORT, template: { ...SUPPORT.template, requests: { cpu: 1, memoryGiB: 1, gpu: 0 } } }
    await utilisationOf([agentOf(SUPPORT)], [{ ...DESK, deployments: [plain] }], { ...nobody, prometheus })
    expect(server.received.some(({ url }) => url.search.includes('DCGM'))).toBe(false)
    expect(server.received.length).toBeGreaterThan(5)
  })
})

describe('a pod of the past', () => {
  const deploymentOf = deploymentsOfPods(DESK, { pods: [], replicaSets: [] })

  it('is known by its name: the Deployment’s, a hash and five letters', () => {
    expect(deploymentOf('desk', 'support-5c8f7d6b9-zwxrt')).toBe('desk/support')
    expect(deploymentOf('desk', 'support-canary-5c8f7d6b9-zwxrt')).toBe('desk/support-canary')
  })

  it('of another Deployment, a Job or another namespace is not taken for it', () => {
    expect(deploymentOf('desk', 'support-batch-5c8f7d6b9-zwxrt')).toBeUndefined()
    expect(deploymentOf('desk', 'support-zwxrt')).toBeUndefined()
    expect(deploymentOf('hall', 'support-5c8f7d6b9-zwxrt')).toBeUndefined()
  })
})

describe('an agent of two Deployments', () => {
  const dublin = {
    source: 'history' as const,
    windowHours: 168,
    coverage: 0.9,
    samples: 10,
    cpu: { p95: 0.5, max: 1 },
    memoryMaxGiB: 2,
    restarts: 1,
  }
  const virginia = { ...dublin, windowHours: 48, coverage: 1, cpu: { p95: 0.8, max: 0.9 }, memoryMaxGiB: 1, outOfMemory: { kills: 2 } }

  it('uses what the busier one uses', () => {
    expect(together([dublin, virginia])).toEqual({
      source: 'history',
      windowHours: 168,
      coverage: 0.9,
      samples: 20,
      cpu: { p95: 0.8, max: 1 },
      memoryMaxGiB: 2,
      restarts: 2,
      outOfMemory: { kills: 2 },
    })
  })

  it('is known by the one that has a history, not by what the other uses now', () => {
    expect(together([{ source: 'now', windowHours: 0.01, cpu: { max: 9 } }, dublin])).toEqual(dublin)
  })
})

it('one query asks for many small namespaces, and a large one alone', () => {
  const pods = new Map([...Array.from({ length: 60 }, (_, at): [string, number] => [`n${at}`, 10]), ['large', 5000] as const])
  const sets = namespaceSets(pods)
  expect(sets.map((set) => set.pods)).toEqual([5000, 500, 100])
})
