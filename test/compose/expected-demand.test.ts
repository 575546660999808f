import { expect, it } from 'vitest'
import type { RealFleet } from '../../src/clusters/kubernetes/real-fleet/real-fleet.ts'
import { prometheusAt } from '../../src/clusters/utilisation/prometheus/prometheus.ts'
import { expectingDemand } from '../../src/compose/expected-demand.ts'
import type { FleetAgent } from '../../src/domain/fleet.ts'
import { aFleet } from '../builders.ts'
import { agentOf, nobodyListens, SUPPORT } from '../clusters/utilisation/desk.ts'
import { localServer, sendJson } from '../prices/local-server.ts'

const now = () => new Date('2026-07-20T12:00:00Z')
const load = { query: 'sum(rate(chats[5m]))', perReplica: 10, unit: 'chats/s' }
const following = agentOf(SUPPORT, { demand: { load } })

async function expected(agents: FleetAgent[], url: string) {
  const limits = { attempts: 1, backoffMilliseconds: 1, timeoutMilliseconds: 5_000, mostBytes: 1e8 }
  const read: RealFleet = { fleet: aFleet({ agents }), findings: [], clusters: [] }
  return expectingDemand(read, new Map([['dublin', prometheusAt({ url }, 'prometheus', limits)]]), { now, onStage: () => undefined })
}

/** 45 chats a second at all times. */
const busy = () =>
  localServer(({ url }, response) => {
    const [start, end, step] = ['start', 'end', 'step'].map((key) => Number(url.searchParams.get(key)))
    const values = Array.from({ length: Math.floor((end! - start!) / step!) + 1 }, (_, at) => [start! + at * step!, '45'])
    sendJson(response, { status: 'success', data: { resultType: 'matrix', result: [{ metric: {}, values }] } })
  })

it('an agent whose policy follows a load is planned for what is expected of it', async () => {
  await using server = await busy()
  const { fleet, findings } = await expected([following], server.base)
  expect(fleet.agents[0]!.demand).toEqual({ load: 45, perReplica: 10, unit: 'chats/s' })
  expect(findings.map(({ severity }) => severity)).toEqual(['note'])
})

it('one that is paused, pinned, or follows nothing is left as it is, and nobody is asked', async () => {
  await using server = await busy()
  const agents = [{ ...following, isPaused: true }, { ...following, pinnedBecause: ['its cluster does not answer'] }, agentOf(SUPPORT)]
  const { fleet, findings } = await expected(agents, server.base)
  expect(fleet.agents).toEqual(agents)
  expect([findings, server.received]).toEqual([[], []])
})

it('where its load cannot be had it is planned with the replicas that run, and a warning says so', async () => {
  const { fleet, findings } = await expected([following], await nobodyListens())
  expect(fleet.agents[0]!.demand).toEqual(following.demand)
  expect(findings).toMatchObject([
    { severity: 'warning', subject: 'agent support', message: expect.stringContaining('it refuses connections') },
  ])
})
