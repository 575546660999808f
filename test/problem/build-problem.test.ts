import { describe, expect, it } from 'vitest'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import type { Catalogue } from '../../src/domain/catalogue.ts'
import type { Fleet } from '../../src/domain/fleet.ts'
import { InputError } from '../../src/domain/input-error.ts'
import { type AllocatableOf, UnknownCapacityError } from '../../src/domain/node-capacity.ts'
import { type BuiltProblem, buildProblem } from '../../src/problem/build-problem.ts'
import { aCatalogue, aFleet, aFleetAgent, aFleetCluster, aMachine, DUBLIN, VIRGINIA } from '../builders.ts'

/** A node that gives all of its machine, less head-room. */
const allocatable: AllocatableOf = ({ shape, maxPodsPerNode, headroom }) => ({
  cpu: shape.vcpu * (1 - headroom),
  memoryGiB: shape.memoryGiB * (1 - headroom),
  gpu: shape.gpu,
  pods: maxPodsPerNode ?? shape.maxPods ?? 110,
})

const built = (fleet: Fleet, catalogue: Catalogue = aCatalogue()): BuiltProblem =>
  buildProblem(fleet, catalogue, decideDemand(fleet), allocatable)

function issuesOf(fleet: Fleet, catalogue?: Catalogue): string[] {
  try {
    built(fleet, catalogue)
  } catch (error) {
    if (error instanceof InputError) return error.issues.map(({ path, message }) => `${path}: ${message}`)
    throw error
  }
  return []
}

const onlyOnDemand = { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand' as const] }
const nothing = { instanceTypes: [], families: [], capacityTypes: [] }
const nodes = (part: object) => [
  { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand' as const, count: 2, pods: [], ...part },
]
const offersOf = ({ problem }: BuiltProblem, at = 0) =>
  problem.clusters[at]!.offers.map(({ instanceType, capacityType, usdPerHour, maxNodes }) => ({
    instanceType,
    capacityType,
    usdPerHour,
    maxNodes,
  }))

describe('a cluster', () => {
  it('may grow from every machine of its families, on demand and as spot', () => {
    const problem = built(aFleet())
    expect(offersOf(problem)).toEqual([
      { instanceType: 'm.xlarge', capacityType: 'on-demand', usdPerHour: 1, maxNodes: undefined },
      { instanceType: 'm.xlarge', capacityType: 'spot', usdPerHour: 0.3, maxNodes: undefined },
    ])
  })

  it('leaves out machines of other families, too large ones, and capacity that it does not want', () => {
    const machines = [aMachine(), aMachine({ instanceType: 'm.8xlarge', vcpu: 32 }), aMachine({ instanceType: 'r.xlarge' })]
    const fleet = aFleet({ clusters: [aFleetCluster({ growsFrom: { ...onlyOnDemand, maxVcpu: 16 } })] })
    expect(offersOf(built(fleet, aCatalogue({ machines })))).toMatchObject([{ instanceType: 'm.xlarge', capacityType: 'on-demand' }])
  })

  it('offers what it has today, though it may not grow from it, but no more nodes than it has', () => {
    const fleet = aFleet({ clusters: [aFleetCluster({ growsFrom: nothing, nodes: nodes({}) })] })
    const problem = built(fleet)
    expect(offersOf(problem)).toEqual([{ instanceType: 'm.xlarge', capacityType: 'on-demand', usdPerHour: 1, maxNodes: 2 }])
    expect(problem.problem.clusters[0]?.currentNodes).toEqual([{ instanceType: 'm.xlarge', capacityType: 'on-demand', count: 2 }])
  })

  it('offers reserved nodes at what is still payable, up to those that are paid for', () => {
    const cluster = aFleetCluster({ growsFrom: nothing, reserved: [{ instanceType: 'm.xlarge', count: 3, usdPerHour: 0 }] })
    expect(offersOf(built(aFleet({ clusters: [cluster] })))).toEqual([
      { instanceType: 'm.xlarge', capacityType: 'reserved', usdPerHour: 0, maxNodes: 3 },
    ])
  })

  it('whose nodes today have no price is refused: their cost would be unknown', () => {
    const { spot: _, ...unpriced } = aMachine()
    const fleet = aFleet({ clusters: [aFleetCluster({ nodes: nodes({ capacityType: 'spot' }) })] })
    expect(issuesOf(fleet, aCatalogue({ machines: [unpriced] }))).toEqual([
      'clusters[0].nodes: no spot price of m.xlarge in eu-west-1 is known',
    ])
  })

  it('of which nobody knows how many pods a node holds is refused, with the setting that decides it', () => {
    const unknown: AllocatableOf = () => {
      throw new UnknownCapacityError('the most pods of m.xlarge are not known')
    }
    expect(() => buildProblem(aFleet(), aCatalogue(), decideDemand(aFleet()), unknown)).toThrow(
      'clusters[0].maxPodsPerNode: the most pods of m.xlarge are not known',
    )
  })

  it('with no offers at all is no mistake: whether that matters, the optimiser says', () => {
    expect(built(aFleet({ clusters: [aFleetCluster({ growsFrom: nothing })] })).problem.clusters[0]?.offers).toEqual([])
  })

  it('that has no nodes today says so, since starting one then costs', () => {
    expect(built(aFleet()).problem.clusters[0]?.currentNodes).toEqual([])
  })

  it('says where spot is wanted but not priced', () => {
    const { spot: _, ...unpriced } = aMachine()
    expect(built(aFleet(), aCatalogue({ machines: [unpriced] })).notes).toEqual([
      'dublin: no spot price of any machine that it may grow from is known, so no spot is offered there for them.',
    ])
  })

  it('bears the tags of its region, of its operator and its own', () => {
    const fleet = aFleet({ clusters: [aFleetCluster({ tags: ['pci'] })] })
    expect(built(fleet).problem.clusters[0]?.tags).toEqual(['IE', 'EU', 'EEA', 'operator:US', 'pci'])
  })

  it('leaves head-room on every node', () => {
    expect(built(aFleet({ headroom: 0.25 })).problem.clusters[0]?.offers[0]?.allocatable).toMatchObject({ cpu: 3, memoryGiB: 12 })
  })
})

describe('a cluster whose provider the catalogue does not know', () => {
  const cluster = aFleetCluster({ id: 'home', provider: 'nordlys', region: 'ams', growsFrom: nothing })
  const operator = {
    provider: 'nordlys',
    jurisdiction: 'EU',
    regions: [{ region: 'ams', country: 'NL', latitude: 52.4, longitude: 4.9, tags: ['EU'] }],
  }

  it('is refused while nobody says under whose law it operates: a policy against an operator must not pass by ignorance', () => {
    expect(issuesOf(aFleet({ clusters: [cluster] }))).toEqual([
      'clusters[0].provider: nobody says under whose law "nordlys" operates',
      'clusters[0].region: "nordlys" has no region "ams"',
    ])
  })

  it('bears the tags that its user gives', () => {
    expect(built(aFleet({ clusters: [cluster], operators: [operator] })).problem.clusters[0]?.tags).toEqual(['NL', 'EU', 'operator:EU'])
  })

  it('pays the dearest egress that is known until its user gives the rate, and a note says so', () => {
    const fleet = aFleet({ clusters: [aFleetCluster(), cluster], operators: [operator] })
    const { problem, notes } = built(fleet)
    expect(problem.egress?.pairs).toContainEqual({ from: 'home', to: 'internet', usdPerGiB: 0.09 })
    expect(notes.filter((note) => note.includes('egress'))).toEqual([
      'No egress rate from home to dublin, internet is known: counted at the dearest that is, 0.09 USD/GiB.',
    ])
    const priced = built({ ...fleet, egress: [{ from: 'home', to: '*', usdPerGiB: 0.001 }] })
    expect(priced.problem.egress?.pairs).toContainEqual({ from: 'home', to: 'dublin', usdPerGiB: 0.001 })
    expect(priced.notes.filter((note) => note.includes('egress'))).toEqual([])
  })
})

describe('egress', () => {
  const virginia = aFleetCluster({ id: 'virginia', region: 'us-east-1', growsFrom: nothing })
  const fleet = aFleet({ clusters: [aFleetCluster(), virginia] })

  it("is the catalogue's between all clusters and to the internet", () => {
    expect(built(fleet).problem.egress).toEqual({
      defaultUsdPerGiB: 0.09,
      pairs: [
        { from: 'dublin', to: 'virginia', usdPerGiB: 0.02 },
        { from: 'dublin', to: 'internet', usdPerGiB: 0.09 },
        { from: 'virginia', to: 'dublin', usdPerGiB: 0.02 },
        { from: 'virginia', to: 'internet', usdPerGiB: 0.09 },
      ],
    })
  })

  it("is the user's own rate first, and the line that names most of the path first", () => {
    const egress = [
      { from: '*', to: 'internet', usdPerGiB: 0.05 },
      { from: 'dublin', to: 'internet', usdPerGiB: 0.04 },
    ]
    expect(built({ ...fleet, egress }).problem.egress?.pairs?.filter(({ to }) => to === 'internet')).toEqual([
      { from: 'dublin', to: 'internet', usdPerGiB: 0.04 },
      { from: 'virginia', to: 'internet', usdPerGiB: 0.05 },
    ])
  })

  it('between clouds is what the sender pays to the internet where nothing closer is known', () => {
    const catalogue: Catalogue = {
      ...aCatalogue(),
      egressUsdPerGiB: (_, to) => (to === 'internet' ? { source: 'test', asOf: '2026-01', usdPerGiB: 0.12 } : undefined),
    }
    expect(built(fleet, catalogue).problem.egress?.pairs).toContainEqual({ from: 'dublin', to: 'virginia', usdPerGiB: 0.12 })
  })

  it('of which nothing is known is refused where there is traffic, and left out where there is none', () => {
    const blind: Catalogue = { ...aCatalogue(), egressUsdPerGiB: () => undefined }
    expect(built(aFleet(), blind).problem.egress).toBeUndefined()
    const chatty = aFleet({ agents: [aFleetAgent({ traffic: [{ to: 'internet', gibPerHour: 1 }] })] })
    expect(issuesOf(chatty, blind)).toEqual(['egress: agents have traffic, but no egress rate is known'])
  })
})

describe('an agent', () => {
  it('whose specs spread it over zones survives the loss of one with what the spread leaves of the replicas that are decided', () => {
    const zoneSpread = [{ zones: 3, maxSkew: 1 }]
    const policy = { survive: [{ loss: 'zone' as const, keep: 0.1 }] }
    const surviving = (replicas: number) =>
      built(aFleet({ agents: [aFleetAgent({ demand: { replicas }, zoneSpread, policy })] })).problem.agents[0]!.survive
    expect(surviving(6)).toEqual([{ loss: 'zone', keep: 4 / 6 }])
    expect(surviving(1)).toEqual([{ loss: 'zone', keep: 0.1 }])
  })

  const agentOf = (fleet: Fleet, catalogue?: Catalogue) => built(fleet, catalogue).problem.agents[0]!

  it('brings the rules of its policy', () => {
    const policy = {
      placement: { anyTag: ['EU'] },
      survive: [{ loss: 'zone' as const, keep: 0.5 }],
      spread: { clusters: 2 },
      spot: { maxShare: 0.5, onDemandBase: 1 },
      restartUsd: 0.02,
      move: { usdPerReplica: 0.01 },
      maxPerNode: 2,
    }
    expect(agentOf(aFleet({ agents: [aFleetAgent({ policy })] }))).toMatchObject(policy)
  })

  it('may run some replicas more than wanted, so that enough survive', () => {
    expect(agentOf(aFleet({ agents: [aFleetAgent({ demand: { replicas: 4 }, policy: { extraReplicas: 2 } })] })).maxReplicas).toBe(6)
  })

  it('that needs a GPU tolerates GPU nodes, and no other agent does', () => {
    const gpu = aMachine({ instanceType: 'g.xlarge', gpu: 1, gpuModel: 'L4' })
    const fleet = aFleet({
      clusters: [aFleetCluster({ growsFrom: { ...onlyOnDemand, families: ['m', 'g'] } })],
      agents: [aFleetAgent({ requests: { cpu: 1, memoryGiB: 4, gpu: 1 } }), aFleetAgent({ id: 'plain' })],
    })
    const { problem } = built(fleet, aCatalogue({ machines: [aMachine(), gpu] }))
    expect(problem.agents.map(({ tolerates }) => tolerates)).toEqual([['gpu'], undefined])
    expect(problem.clusters[0]?.offers.map(({ taints }) => taints)).toEqual([undefined, ['gpu']])
  })

  it('stands today where its pods are, reserved nodes counting as on demand', () => {
    const groups = [
      ...nodes({ pods: [{ agent: 'support', replicas: 3 }] }),
      ...nodes({ count: 1, capacityType: 'reserved', pods: [{ agent: 'support', replicas: 1 }] }),
      ...nodes({ count: 1, capacityType: 'spot', pods: [{ agent: 'support', replicas: 2 }] }),
    ]
    const reserved = [{ instanceType: 'm.xlarge', count: 1, usdPerHour: 0 }]
    expect(agentOf(aFleet({ clusters: [aFleetCluster({ nodes: groups, reserved })] })).current).toEqual([
      { cluster: 'dublin', capacityType: 'on-demand', replicas: 7 },
      { cluster: 'dublin', capacityType: 'spot', replicas: 2 },
    ])
  })

  it('in Frankfurt sees Dublin in about 20 ms and Virginia in about 87', () => {
    const from = { name: 'Frankfurt', latitude: 50.11, longitude: 8.68 }
    const clusters = [aFleetCluster(), aFleetCluster({ id: 'virginia', region: 'us-east-1' })]
    const { latency } = agentOf(aFleet({ clusters, agents: [aFleetAgent({ policy: { latency: { maxMs: 30, from } } })] }))
    expect(latency?.maxMs).toBe(30)
    expect(latency?.msByCluster.dublin).toBeCloseTo(20, 0)
    expect(latency?.msByCluster.virginia).toBeGreaterThan(80)
    expect(latency?.msByCluster.virginia).toBeLessThan(95)
  })
})

describe('a problem', () => {
  it('is as old as the older of its prices and its utilisation', () => {
    expect(built(aFleet()).problem.asOf).toBe('2026-07-01')
    expect(built(aFleet({ readAt: '2026-06-01T00:00:00Z' })).problem.asOf).toBe('2026-06-01T00:00:00Z')
  })

  it('may have no agents, no replicas or no clusters', () => {
    expect(built(aFleet({ agents: [] })).problem.agents).toEqual([])
    expect(built(aFleet({ agents: [aFleetAgent({ demand: { replicas: 0 } })] })).problem.agents[0]?.replicas).toBe(0)
    expect(built(aFleet({ clusters: [] })).problem.clusters).toEqual([])
  })

  it('may have an agent too big for every machine: the optimiser says so, not the reader', () => {
    const giant = aFleetAgent({ requests: { cpu: 9999, memoryGiB: 1, gpu: 0 } })
    expect(built(aFleet({ agents: [giant] })).problem.agents[0]?.requests.cpu).toBe(9999)
  })

  it('tells everything that is unknown at once', () => {
    const clusters = [
      aFleetCluster({ provider: 'nordlys' }),
      aFleetCluster({ id: 'b', region: 'eu-west-9', nodes: [{ ...nodes({})[0]!, cluster: 'b' }] }),
    ]
    expect(issuesOf(aFleet({ clusters }), aCatalogue({ regions: [DUBLIN, VIRGINIA] }))).toHaveLength(4)
  })
})
