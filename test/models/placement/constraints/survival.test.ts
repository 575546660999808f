import { describe } from 'vitest'
import type { Agent, Loss } from '../../../../src/domain/problem.ts'
import { anAgent } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { dublin, iowa, problemOf, virginia } from '../../places.ts'

/** The same region as Dublin, 10 % dearer. */
const cork = (zones = ['a', 'b', 'c']) => {
  const offers = dublin().offers.map((offer) => ({ ...offer, usdPerHour: 1.1 * offer.usdPerHour }))
  return dublin({ id: 'cork', zones, offers })
}
const survivor = (loss: Loss, keep: number, part: Partial<Agent> = {}) => anAgent({ replicas: 2, survive: [{ loss, keep }], ...part })

describe('two replicas of which one must be left', () => {
  optima([
    {
      fact: 'stand in two clouds where a cloud may be lost',
      problem: problemOf(survivor('cloud', 0.5), [dublin(), virginia(), iowa()]),
      usdPerHour: 2.5,
    },
    { fact: 'have no plan in one cloud', problem: problemOf(survivor('cloud', 0.5), [dublin(), virginia()]), usdPerHour: 'infeasible' },
    {
      fact: 'stand in two regions where a region may be lost',
      problem: problemOf(survivor('region', 0.5), [dublin(), cork(), virginia()]),
      usdPerHour: 1.5,
    },
    {
      fact: 'have no plan in two clusters of one region',
      problem: problemOf(survivor('region', 0.5), [dublin(), cork()]),
      usdPerHour: 'infeasible',
    },
    {
      fact: 'stand in two clusters where a cluster may be lost',
      problem: problemOf(survivor('cluster', 0.5), [dublin(), cork()]),
      usdPerHour: 2.1,
    },
    { fact: 'stand in two zones where a zone may be lost', problem: problemOf(survivor('zone', 0.5)), usdPerHour: 2 },
    {
      fact: 'have no plan in a single zone',
      problem: problemOf(survivor('zone', 0.5), [dublin({ zones: ['a'] })]),
      usdPerHour: 'infeasible',
    },
    {
      fact: 'have no plan in two clusters that share their only zone',
      problem: problemOf(survivor('zone', 0.5), [dublin({ zones: ['a'] }), cork(['a'])]),
      usdPerHour: 'infeasible',
    },
    {
      fact: 'stand in two clusters of one region whose zones differ',
      problem: problemOf(survivor('zone', 0.5), [dublin({ zones: ['a'] }), cork(['b'])]),
      usdPerHour: 2.1,
    },
    { fact: 'stand on two nodes where a node may be lost', problem: problemOf(survivor('node', 0.5)), usdPerHour: 2 },
    {
      fact: 'stand on spot in two regions where the spot nodes of one may all be lost',
      problem: problemOf(survivor('spot', 0.5, { spot: { maxShare: 1 } }), [dublin(), virginia()]),
      usdPerHour: 0.5,
    },
    {
      fact: 'stand one on spot and one on demand in a single region',
      problem: problemOf(survivor('spot', 0.5, { spot: { maxShare: 1 } })),
      usdPerHour: 1,
    },
  ])
})

describe('a rule that nothing needs to be left', () => {
  const losses: Loss[] = ['cloud', 'region', 'cluster', 'zone', 'node', 'spot']
  optima(losses.map((loss) => ({ fact: `of a ${loss} changes nothing`, problem: problemOf(survivor(loss, 0)), usdPerHour: 1 })))
})

describe('a rule that the cheapest plan keeps anyway changes nothing:', () => {
  const eight = { replicas: 8, maxPerNode: 4 }
  optima([
    { fact: 'eight replicas on two nodes survive a node', problem: problemOf(survivor('node', 0.5, eight)), usdPerHour: 2 },
    { fact: 'and a zone', problem: problemOf(survivor('zone', 0.5, eight)), usdPerHour: 2 },
    {
      fact: 'replicas that are spread over two clusters survive one of them',
      problem: problemOf(survivor('cluster', 0.5, { spread: { clusters: 2 } }), [dublin(), cork()]),
      usdPerHour: 2.1,
    },
    { fact: 'replicas on demand survive the loss of all spot', problem: problemOf(survivor('spot', 1)), usdPerHour: 1 },
  ])
})

describe('where more may run than are wanted', () => {
  optima([
    {
      fact: 'a second pair stands elsewhere, so that both replicas outlive a cluster',
      problem: problemOf(survivor('cluster', 1, { maxReplicas: 4 }), [dublin(), iowa()]),
      usdPerHour: 3,
    },
    {
      fact: 'three are too few for that',
      problem: problemOf(survivor('cluster', 1, { maxReplicas: 3 }), [dublin(), iowa()]),
      usdPerHour: 'infeasible',
    },
    {
      fact: 'a third replica on a third node lets two outlive any node',
      problem: problemOf(survivor('node', 1, { maxReplicas: 3, requests: { cpu: 3, memoryGiB: 4 } })),
      usdPerHour: 3,
    },
    {
      fact: 'two and two on two nodes are as cheap as they can be',
      problem: problemOf(survivor('node', 1, { maxReplicas: 4 })),
      usdPerHour: 2,
    },
    {
      fact: 'three in three zones let two outlive any zone, four in two do it cheaper',
      problem: problemOf(survivor('zone', 1, { maxReplicas: 4 })),
      usdPerHour: 2,
    },
  ])
})

describe('of several rules for one kind of loss', () => {
  optima([
    {
      fact: 'the strictest counts',
      problem: problemOf(
        anAgent({
          replicas: 4,
          survive: [
            { loss: 'cluster', keep: 0.25 },
            { loss: 'cluster', keep: 0.5 },
          ],
          requests: { cpu: 4, memoryGiB: 1 },
        }),
        [dublin(), iowa()],
      ),
      usdPerHour: 6,
    },
    {
      fact: '30 % of three replicas is one whole replica',
      problem: problemOf(survivor('cluster', 0.3, { replicas: 3, requests: { cpu: 4, memoryGiB: 1 } }), [dublin(), iowa()]),
      usdPerHour: 4,
    },
  ])
})
