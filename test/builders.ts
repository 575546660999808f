import type { Catalogue, Machine, Price, Region } from '../src/domain/catalogue.ts'
import type { Commitment } from '../src/domain/commitment.ts'
import type { Fleet, FleetAgent, FleetCluster } from '../src/domain/fleet.ts'
import type { Agent, Cluster, Offer, Problem } from '../src/domain/problem.ts'

/** A machine of four vCPUs and 16 GiB that gives all of itself to pods, at one dollar an hour. */
export function anOffer(part: Partial<Offer> = {}): Offer {
  return {
    instanceType: 'm.xlarge',
    capacityType: 'on-demand',
    usdPerHour: 1,
    vcpu: 4,
    allocatable: { cpu: 4, memoryGiB: 16, gpu: 0, pods: 100 },
    arch: 'amd64',
    gpuModel: '',
    ...part,
  }
}

/** The same machine bought as spot, at 30 cents. */
export const aSpotOffer = (part: Partial<Offer> = {}): Offer => anOffer({ capacityType: 'spot', usdPerHour: 0.3, ...part })

/** A cluster in Dublin with one offer. */
export function aCluster(part: Partial<Cluster> = {}): Cluster {
  return { id: 'dublin', provider: 'aws', region: 'eu-west-1', zones: ['a', 'b', 'c'], tags: ['IE', 'EU'], offers: [anOffer()], ...part }
}

/** One replica of one vCPU and 4 GiB, without any rule. */
export function anAgent(part: Partial<Agent> = {}): Agent {
  return { id: 'support', replicas: 1, requests: { cpu: 1, memoryGiB: 4 }, ...part }
}

/** One agent in one cluster, for a day. */
export function aProblem(part: Partial<Problem> = {}): Problem {
  return {
    schema: 'placement-problem/v1',
    asOf: '2026-07-20T00:00:00Z',
    horizonHours: 24,
    clusters: [aCluster()],
    agents: [anAgent()],
    ...part,
  }
}

/** A cluster in Dublin that may grow from the m family, with no nodes today. */
export function aFleetCluster(part: Partial<FleetCluster> = {}): FleetCluster {
  return {
    id: 'dublin',
    provider: 'aws',
    region: 'eu-west-1',
    zones: ['a', 'b', 'c'],
    tags: [],
    growsFrom: { instanceTypes: [], families: ['m'], capacityTypes: ['on-demand', 'spot'] },
    reserved: [],
    daemonSets: { cpu: 0, memoryGiB: 0 },
    nodes: [],
    ...part,
  }
}

/** One replica of one vCPU and 4 GiB, without any rule. */
export function aFleetAgent(part: Partial<FleetAgent> = {}): FleetAgent {
  return {
    id: 'support',
    policyNames: [],
    policy: {},
    demand: { replicas: 1 },
    requests: { cpu: 1, memoryGiB: 4, gpu: 0 },
    traffic: [],
    ...part,
  }
}

/** A simulated fleet of one agent and one cluster, for a day. */
export function aFleet(part: Partial<Fleet> = {}): Fleet {
  return {
    name: 'tiny',
    simulated: true,
    readAt: '2026-07-20T00:00:00Z',
    horizonHours: 24,
    headroom: 0,
    operators: [],
    clusters: [aFleetCluster()],
    agents: [aFleetAgent()],
    quotas: [],
    egress: [],
    limits: {},
    ...part,
  }
}

const provenance = { source: 'made up for a test', asOf: '2026-07-01' }

/** A machine of the m family that Dublin sells at one dollar, or at 30 cents as spot. */
export function aMachine(part: Partial<Machine> = {}): Machine {
  const machine = {
    provider: 'aws',
    region: 'eu-west-1',
    instanceType: 'm.xlarge',
    arch: 'amd64' as const,
    vcpu: 4,
    memoryGiB: 16,
    gpu: 0,
    gpuModel: '',
    maxPods: 58,
    ...part,
  }
  const price = (capacityType: 'on-demand' | 'spot', usdPerHour: number): Price => ({
    ...provenance,
    ...idOf(machine),
    capacityType,
    usdPerHour,
  })
  const interruption = { perHour: 0.01, origin: 'assumed' as const }
  return { onDemand: price('on-demand', 1), spot: { ...price('spot', 0.3), interruption }, ...machine }
}

const idOf = ({ provider, region, instanceType }: Pick<Machine, 'provider' | 'region' | 'instanceType'>) => ({
  provider,
  region,
  instanceType,
})

export const DUBLIN: Region = {
  ...provenance,
  provider: 'aws',
  region: 'eu-west-1',
  country: 'IE',
  displayName: 'Dublin (IE)',
  latitude: 53.35,
  longitude: -6.26,
  tags: ['IE', 'EU', 'EEA'],
}

export const VIRGINIA: Region = {
  ...provenance,
  provider: 'aws',
  region: 'us-east-1',
  country: 'US',
  displayName: 'Ashburn (US)',
  latitude: 39.04,
  longitude: -77.49,
  tags: ['US'],
}

/** Two machines of the m family, bought in Dublin for years at half a dollar each. */
export function aCommitment(part: Partial<Commitment> = {}): Commitment {
  return {
    ...provenance,
    program: 'reserved instance',
    provider: 'aws',
    region: 'eu-west-1',
    instanceType: 'm.xlarge',
    count: 2,
    termEnds: '2099-01-01',
    usdPerHour: 0.5,
    payable: 'always',
    line: 2,
    ...part,
  }
}

/** A catalogue of AWS in Dublin and Virginia; egress costs 2 cents between regions and 9 cents to the internet. */
export function aCatalogue({
  machines = [aMachine()],
  regions = [DUBLIN, VIRGINIA],
}: {
  machines?: Machine[]
  regions?: Region[]
} = {}): Catalogue {
  return {
    oldestPriceAt: provenance.asOf,
    bundled: true,
    providers: [...new Set(regions.map(({ provider }) => provider))],
    region: (provider, region) => regions.find((known) => known.provider === provider && known.region === region),
    regionsOf: (provider) => regions.filter((known) => known.provider === provider),
    machines: (provider, region) => machines.filter((machine) => machine.provider === provider && machine.region === region),
    egressUsdPerGiB: (from, to) => {
      if (!regions.some(({ provider, region }) => provider === from.provider && region === from.region)) return undefined
      return { ...provenance, usdPerGiB: to === 'internet' ? 0.09 : 0.02 }
    },
    operatorJurisdiction: (provider) => (provider === 'aws' ? 'US' : undefined),
  }
}
