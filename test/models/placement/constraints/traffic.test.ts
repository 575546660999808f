import { describe } from 'vitest'
import type { Agent, Egress } from '../../../../src/domain/problem.ts'
import { anAgent, aProblem } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { anAgentOfWholeNodes, dublin, problemOf, virginia } from '../../places.ts'

const clusters = [dublin(), virginia()]
/** Support stands in Dublin; the retriever would stand in Virginia, where a node costs 50 cents less, were it not for their 10 GiB/h. */
const chatty = (egress: Egress, retriever: Partial<Agent> = {}, support: Partial<Agent> = {}) =>
  aProblem({
    clusters,
    egress,
    agents: [
      anAgentOfWholeNodes({ placement: { clusters: ['dublin'] }, traffic: [{ to: 'retriever', gibPerHour: 10 }], ...support }),
      anAgentOfWholeNodes({ id: 'retriever', ...retriever }),
    ],
  })

describe('an agent and its chatty partner', () => {
  optima([
    { fact: 'stand apart where traffic costs less than the node saves', problem: chatty({ defaultUsdPerGiB: 0.02 }), usdPerHour: 1.7 },
    { fact: 'stand together where it costs more', problem: chatty({ defaultUsdPerGiB: 0.09 }), usdPerHour: 2 },
    {
      fact: 'pay the price of their own pair and direction, not the default',
      problem: chatty({ defaultUsdPerGiB: 0.09, pairs: [{ from: 'dublin', to: 'virginia', usdPerGiB: 0.01 }] }),
      usdPerHour: 1.6,
    },
    {
      fact: 'pay nothing for the way back, where nothing is sent',
      problem: chatty({ defaultUsdPerGiB: 0.02, pairs: [{ from: 'virginia', to: 'dublin', usdPerGiB: 9 }] }),
      usdPerHour: 1.7,
    },
    {
      fact: 'pay for half of it where half of the partners are near',
      problem: chatty({ defaultUsdPerGiB: 0.04 }, { replicas: 2, spread: { clusters: 2 } }),
      usdPerHour: 2.7,
    },
    {
      fact: 'exchange nothing where none of the partner is wanted',
      problem: chatty({ defaultUsdPerGiB: 0.09 }, { replicas: 0 }),
      usdPerHour: 1,
    },
  ])
})

const publishing = (gibPerHour: number) =>
  problemOf(anAgent({ traffic: [{ to: 'internet', gibPerHour }] }), clusters, {
    egress: { defaultUsdPerGiB: 0.02, pairs: [{ from: 'virginia', to: 'internet', usdPerGiB: 0.12 }] },
  })

describe('an agent that sends to the internet', () => {
  optima([
    { fact: 'stands where the node is cheap while it sends 4 GiB/h at 12 cents', problem: publishing(4), usdPerHour: 0.98 },
    { fact: 'stands where sending is cheap once it sends 10', problem: publishing(10), usdPerHour: 1.2 },
    { fact: 'costs its node where it sends nothing', problem: publishing(0), usdPerHour: 0.5 },
  ])
})
