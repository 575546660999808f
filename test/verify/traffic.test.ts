import { expect, it } from 'vitest'
import type { Flow } from '../../src/domain/plan.ts'
import type { Agent } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { aCluster, anAgent, aProblem } from '../builders.ts'
import { aGroup, aPlan } from './plans.ts'

const clusters = [aCluster(), aCluster({ id: 'cork' })]
const egress = { defaultUsdPerGiB: 0.5, pairs: [{ from: 'dublin', to: 'internet', usdPerGiB: 0.25 }] }

/** Two replicas of an agent, one in each cluster, send 4 GiB/h to two of a retriever that stand likewise, unless it has none. */
function chatty(to: string, retrievers = 2, support: Partial<Agent> = {}) {
  const agents = [
    anAgent({ replicas: 2, traffic: [{ to, gibPerHour: 4 }], ...support }),
    anAgent({ id: 'retriever', replicas: retrievers }),
  ]
  return aProblem({ clusters, egress, agents })
}

function verdictOf(problem: ReturnType<typeof chatty>, flows: Partial<Flow>[]) {
  const groups = problem.agents.flatMap(({ id, replicas }) =>
    replicas === 0 ? [] : clusters.map(({ id: cluster }) => aGroup({ cluster, pods: [{ agent: id, replicas: replicas / 2 }] })),
  )
  const whole = flows.map(
    (flow): Flow => ({ fromAgent: 'support', toAgent: 'retriever', fromCluster: 'dublin', toCluster: 'dublin', gibPerHour: 2, ...flow }),
  )
  return verifyPlan(problem, aPlan(problem, groups, whole))
}

const inCork = { fromCluster: 'cork', toCluster: 'cork' }
const toInternet = { toAgent: 'internet', toCluster: 'internet' }
const detailsOf = (verdict: ReturnType<typeof verifyPlan>) => verdict.violations.map(({ constraint, detail }) => `${constraint}: ${detail}`)

it('traffic within each cluster is carried whole at no cost', () => {
  const verdict = verdictOf(chatty('retriever'), [{}, inCork])
  expect(verdict).toMatchObject({ holds: true, recomputed: { usdPerHour: { egress: 0 } } })
})

it('traffic to the internet pays the price of the pair, or else the default', () => {
  const verdict = verdictOf(chatty('internet'), [toInternet, { ...toInternet, fromCluster: 'cork' }])
  expect(verdict).toMatchObject({ holds: true, recomputed: { usdPerHour: { egress: 2 * 0.25 + 2 * 0.5 } } })
})

it('traffic between clusters pays for what crosses', () => {
  const verdict = verdictOf(chatty('retriever'), [{ toCluster: 'cork' }, { fromCluster: 'cork' }])
  expect(verdict).toMatchObject({ holds: true, recomputed: { usdPerHour: { egress: 2 } } })
})

it('traffic that no flow carries is missed', () => {
  expect(detailsOf(verdictOf(chatty('retriever'), [{}]))).toEqual(['traffic: the flows support → retriever carry 2 GiB/h and must carry 4'])
})

it('no replica sends more than its share', () => {
  const flows = [{}, { toCluster: 'cork', gibPerHour: 1 }, { ...inCork, gibPerHour: 1 }]
  expect(detailsOf(verdictOf(chatty('retriever'), flows))).toEqual([
    'traffic: 3 GiB/h of support → retriever leaves dublin, where support has replicas for 2',
  ])
})

it('no replica serves more than its share', () => {
  const flows = [{}, { fromCluster: 'cork', gibPerHour: 1 }, { ...inCork, gibPerHour: 1 }]
  expect(detailsOf(verdictOf(chatty('retriever'), flows))).toEqual([
    'traffic: 3 GiB/h of support → retriever reaches dublin, where retriever has replicas for 2',
  ])
})

it('traffic to an agent without replicas is not carried', () => {
  expect(verdictOf(chatty('retriever', 0), []).holds).toBe(true)
  expect(detailsOf(verdictOf(chatty('retriever', 0), [{ gibPerHour: 0.5 }]))[0]).toBe(
    'traffic: the flows support → retriever carry 0.5 GiB/h and must carry 0',
  )
})

it('flows between agents that have no traffic are refused', () => {
  const flows = [{}, inCork, { fromAgent: 'retriever', toAgent: 'support' }]
  expect(detailsOf(verdictOf(chatty('retriever'), flows))).toEqual([
    'traffic: the plan has flows from retriever to support, which have no traffic',
  ])
})

it('a flow from nowhere, to the wrong kind of place or of a negative amount is none', () => {
  const flows = [{}, inCork, { fromCluster: 'atlantis' }, { toCluster: 'internet' }, { gibPerHour: -1 }]
  expect(detailsOf(verdictOf(chatty('retriever'), flows))).toEqual([
    'traffic: the flow support → retriever of 2 GiB/h from atlantis to dublin is none',
    'traffic: the flow support → retriever of 2 GiB/h from dublin to internet is none',
    'traffic: the flow support → retriever of -1 GiB/h from dublin to dublin is none',
  ])
})
