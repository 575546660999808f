import type { Agent } from '../../../../src/domain/problem.ts'
import { anAgent } from '../../../builders.ts'
import { optima } from '../../known-optimum.ts'
import { dublin, iowa, problemOf, virginia } from '../../places.ts'

const spreadOver = (spread: NonNullable<Agent['spread']>, replicas = 4) =>
  problemOf(anAgent({ replicas, spread }), [virginia(), virginia({ id: 'richmond', offers: dublin().offers }), dublin(), iowa()])

optima([
  { fact: 'without a rule four replicas share a node in the cheapest place', problem: spreadOver({}), usdPerHour: 0.5 },
  {
    fact: 'one cluster, region or cloud is what they have anyway',
    problem: spreadOver({ clusters: 1, regions: 1, clouds: 1 }),
    usdPerHour: 0.5,
  },
  { fact: 'two clusters may be of one region', problem: spreadOver({ clusters: 2 }), usdPerHour: 1.5 },
  { fact: 'two regions may be of one cloud', problem: spreadOver({ regions: 2 }), usdPerHour: 1.5 },
  { fact: 'two clouds take the dear one too', problem: spreadOver({ clouds: 2 }), usdPerHour: 2.5 },
  { fact: 'four clusters hold one replica each', problem: spreadOver({ clusters: 4 }), usdPerHour: 4.5 },
  { fact: 'a lone replica is never asked to stand in two places', problem: spreadOver({ clusters: 2, clouds: 2 }, 1), usdPerHour: 0.5 },
  { fact: 'three clouds have no plan where there are two', problem: spreadOver({ clouds: 3 }), usdPerHour: 'infeasible' },
])
