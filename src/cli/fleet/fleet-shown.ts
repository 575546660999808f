import type { ReadCluster } from '../../clusters/kubernetes/real-fleet/real-fleet.ts'
import type { Catalogue } from '../../domain/catalogue.ts'
import type { Finding } from '../../domain/finding.ts'
import type { Fleet } from '../../domain/fleet.ts'

/** A real fleet as it was read: what `ballast fleet` tells. */
export interface FleetShown {
  readonly fleet: Fleet
  /** Of all clusters, the unread ones included. */
  readonly findings: readonly Finding[]
  readonly clusters: readonly ReadCluster[]
  /** The ids of the configuration, in its order: those that could not be read are not among `clusters`. */
  readonly configured: readonly string[]
  readonly catalogue: Pick<Catalogue, 'machines'>
}
