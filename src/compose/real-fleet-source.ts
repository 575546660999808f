import { placeOf } from '../clusters/kubernetes/capacity/place-of-cluster.ts'
import type { Snapshots } from '../clusters/kubernetes/read/read-snapshots.ts'
import type { RealFleet } from '../clusters/kubernetes/real-fleet/real-fleet.ts'
import type { ClusterSnapshot } from '../clusters/kubernetes/snapshot.ts'
import type { Config } from '../config.ts'
import type { Catalogue } from '../domain/catalogue.ts'
import type { Finding } from '../domain/finding.ts'
import type { FleetAgent, FleetCluster } from '../domain/fleet.ts'
import { InputError } from '../domain/input-error.ts'
import type { AllocatableOf } from '../domain/node-capacity.ts'
import type { FleetConfig } from '../fleet-config/open-fleet-config.ts'
import type { ConfiguredFleet } from '../fleet-config/schema.ts'
import type { DescribedFleet } from '../jobs/night-parts.ts'
import { siteOf } from '../problem/site.ts'
import { type Reading, readClusters } from './clusters-read.ts'
import { expectingDemand } from './expected-demand.ts'
import { eachOnce, type FleetSource } from './fleet-source.ts'
import { ownPriceFiles } from './own-price-files.ts'
import { prometheusOfClusters } from './prometheus-of-clusters.ts'
import { realFleetNotes } from './real-fleet-notes.ts'

/** A fleet whose clusters were read, and all that was found meanwhile, of clusters that were never read too. */
export interface FleetFound extends DescribedFleet {
  readonly read: RealFleet
  readonly findings: readonly Finding[]
}

export interface RealFleetSource extends FleetSource {
  readonly readFleet: (clouds: Catalogue, allocatable: AllocatableOf) => Promise<FleetFound>
}

/** The fleet of a configuration: its clusters are read once, here; what they come to depends on the catalogue. Throws InputError. */
export async function realFleetSource(config: Config, configured: FleetConfig, reading: Reading): Promise<RealFleetSource> {
  const [snapshots, readPriceFiles, { withPriceFiles }] = await Promise.all([
    readClusters(config, configured, reading),
    ownPriceFiles(config, reading.now),
    import('../catalogue/price-files.ts'),
  ])
  const { source, fleet } = configured
  const sourceHash = await hashOf(configured)
  return {
    places: async () => eachOnce(snapshots.snapshots.flatMap((snapshot) => placeIn(snapshot, fleet))),
    readFleet: async (clouds, allocatable) => {
      const catalogue = withPriceFiles(clouds, readPriceFiles({ source, prices: fleet.prices ?? [] }))
      reading.onStage('making the fleet of what was read')
      const read = await fleetOf(config, configured, snapshots, { catalogue, allocatable }, reading)
      const findings = [...snapshots.findings, ...read.findings]
      return { fleet: read.fleet, catalogue, source, sourceHash, read, findings, notes: realFleetNotes(read, findings) }
    },
  }
}

function placeIn({ cluster, nodes }: ClusterSnapshot, { clusters }: ConfiguredFleet) {
  const { id, provider, region } = clusters.find((one) => one.id === cluster)!
  const place = placeOf({ id, ...(provider !== undefined && { provider }), ...(region !== undefined && { region }) }, nodes, [])
  return place ? [place] : []
}

async function hashOf({ fleet }: FleetConfig): Promise<string> {
  const { createHash } = await import('node:crypto')
  return createHash('sha256').update(JSON.stringify(fleet)).digest('hex')
}

type Servers = Awaited<ReturnType<typeof prometheusOfClusters>>
type Facts = { readonly catalogue: Catalogue; readonly allocatable: AllocatableOf }

async function fleetOf(
  config: Config,
  { fleet, source, located }: FleetConfig,
  { snapshots }: Snapshots,
  { catalogue, allocatable }: Facts,
  reading: Reading,
): Promise<RealFleet> {
  const [{ realFleet }, { describedRealFleet, senseOfTags }] = await Promise.all([
    import('../clusters/kubernetes/real-fleet/real-fleet.ts'),
    import('../fleet-config/described-real-fleet.ts'),
  ])
  const issues = senseOfTags(fleet, catalogue)
  if (issues.length > 0) throw new InputError(source, located(issues))
  const described = describedRealFleet(fleet)
  const tagsOf = (cluster: FleetCluster) => siteOf(cluster, '', described, catalogue, { notes: [], issues: [] })?.tags ?? cluster.tags
  const prometheus = await prometheusOfClusters(fleet)
  const read = await realFleet(snapshots, described, {
    catalogue,
    allocatable,
    now: reading.now,
    tagsOf,
    utilisationOf: (agents, of) => utilisationFor(config, { prometheus, agents, snapshots: of }, reading),
  })
  return withRequestsTold(await expectingDemand(read, prometheus, reading))
}

async function utilisationFor(
  { utilisationDays }: Config,
  { prometheus, agents, snapshots }: { prometheus: Servers; agents: readonly FleetAgent[]; snapshots: readonly ClusterSnapshot[] },
  { now, onStage }: Reading,
) {
  const { utilisationOf } = await import('../clusters/utilisation/utilisation-of.ts')
  if (prometheus.size > 0) onStage('reading what agents used')
  return utilisationOf(agents, snapshots, { prometheus, now, signal: new AbortController().signal, windowHours: utilisationDays * 24 })
}

/** With what right-sizing makes of the requests of its agents, or would. */
async function withRequestsTold(read: RealFleet): Promise<RealFleet> {
  const [{ decideDemand }, { rightSizingFindings }] = await Promise.all([
    import('../demand/decide-demand.ts'),
    import('../demand/right-sizing-findings.ts'),
  ])
  return { ...read, findings: [...read.findings, ...rightSizingFindings(decideDemand(read.fleet))] }
}
