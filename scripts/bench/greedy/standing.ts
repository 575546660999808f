import { leastSpread, mostOnSpot, mostPerDomain } from '../../../models/instance/caps.ts'
import { type Agent, type CapacityClass, type Cluster, domainOf } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'

const KINDS = ['cluster', 'region', 'cloud'] as const

/** Where an agent's replicas stand so far, and where its rules let one more stand. */
export class Standing {
  private readonly agent: Agent
  private readonly running: Replicas
  private readonly inDomain = new Map<string, Replicas>()
  private onSpot = 0
  private placed = 0

  constructor(agent: Agent, running: Replicas) {
    this.agent = agent
    this.running = running
  }

  get left(): Replicas {
    return this.running - this.placed
  }

  get hasZoneRule(): boolean {
    return this.most('zone') < Infinity
  }

  /** Whether one more replica may stand there, so that the rest can still keep the rules on spread. */
  allows(cluster: Cluster, capacity: CapacityClass): boolean {
    if (capacity === 'spot' && !this.allowsSpot(cluster)) return false
    if (this.hasZoneRule && this.in('zone', zoneKey(cluster, this.emptiestZone(cluster))) >= this.most('zone')) return false
    return KINDS.every((kind) => {
      const here = this.in(kind, domainOf[kind](cluster))
      return here < this.most(kind) && (here === 0 || this.missing(kind) < this.left)
    })
  }

  /** Puts one replica there, and says in which zone where a rule counts zones. */
  place(cluster: Cluster, capacity: CapacityClass): string | undefined {
    const zone = this.hasZoneRule ? this.emptiestZone(cluster) : undefined
    if (zone !== undefined) this.add('zone', zoneKey(cluster, zone))
    for (const kind of KINDS) this.add(kind, domainOf[kind](cluster))
    this.placed++
    if (capacity === 'spot') {
      this.onSpot++
      this.add('spot', domainOf.spot(cluster))
    }
    return zone
  }

  private allowsSpot(cluster: Cluster): boolean {
    return this.onSpot < mostOnSpot(this.agent, this.running) && this.in('spot', domainOf.spot(cluster)) < this.most('spot')
  }

  private most(kind: 'zone' | 'spot' | (typeof KINDS)[number]): number {
    return mostPerDomain(this.agent, kind, this.running)
  }

  /** Domains that must hold a replica and hold none yet. */
  private missing(kind: (typeof KINDS)[number]): number {
    const held = [...this.inDomain.keys()].filter((key) => key.startsWith(`${kind}|`))
    return leastSpread(this.agent, `${kind}s`) - held.length
  }

  private emptiestZone(cluster: Cluster): string {
    return cluster.zones.reduce((least, zone) =>
      this.in('zone', zoneKey(cluster, zone)) < this.in('zone', zoneKey(cluster, least)) ? zone : least,
    )
  }

  private in(kind: string, domain: string): Replicas {
    return this.inDomain.get(`${kind}|${domain}`) ?? 0
  }

  private add(kind: string, domain: string): void {
    this.inDomain.set(`${kind}|${domain}`, this.in(kind, domain) + 1)
  }
}

const zoneKey = (cluster: Cluster, zone: string): string => `${domainOf.region(cluster)}/${zone}`
