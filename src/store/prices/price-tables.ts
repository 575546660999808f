import type { ColumnType, Generated } from 'kysely'
import type { ListedCapacity } from '../../domain/listed-price.ts'
import type { Arch } from '../../domain/problem.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { RefreshOutcome } from './refreshes.ts'
import type { RegionOffers } from './region-offers.ts'

/** Prices, what machines are, and what is known of spot machines, as they lie in the database. */
export interface PriceTables {
  price_refreshes: {
    /** UUIDv7: sorts by the time of its start. */
    id: string
    request: string
    started_at: Date
    ended_at: Date | null
    outcome: RefreshOutcome | null
  }
  price_regions: {
    id: Generated<number>
    listing: string
    provider: string
    region: string
    source: string
  }
  feed_reads: {
    id: Generated<string>
    refresh_id: string
    feed_id: string
    listing: string
    started_at: Date
    ended_at: Date
    outcome: 'good' | 'failed'
    rows: number | null
    added: number | null
    changed: number | null
    withdrawn: number | null
    set_aside: number | null
    completeness_share: number | null
    left_out: ColumnType<unknown, string | null | undefined, string | null>
    error: string | null
  }
  region_reads: {
    region_id: number
    read_at: Date
    started_at: Date
    feed_id: string
    completeness_share: number
  }
  price_offers: {
    id: Generated<number>
    region_id: number
    zone: string
    instance_type: string
    capacity_type: ListedCapacity
    /** When it was last withdrawn, and its price until then: what comes back soon is held against it. */
    withdrawn_at: Date | null
    withdrawn_usd_per_hour: number | null
  }
  region_offers: {
    region_id: number
    offers: ColumnType<RegionOffers, never, never>
  }
  prices: {
    offer_id: number
    since: Date
    effective_at: string | null
    usd_per_hour: number
  }
  past_prices: {
    offer_id: number
    since: Date
    ended_at: Date
    held_from: Date
    held_until: Date
    effective_at: string | null
    usd_per_hour: number
  }
  prices_set_aside: {
    offer_id: number
    refresh_id: string
    seen_at: Date
    ended_at: Date | null
    usd_per_hour: number
    price_observed_at: Date
  }
  not_offered: {
    provider: string
    region: string
    instance_type: string
  }
  machine_shapes: {
    provider: string
    instance_type: string
    arch: Arch
    vcpu: number
    memory_gib: number
    gpu: number
    gpu_model: string
    max_pods: number | null
    source: string
    observed_at: Date
  }
  interruption_bands: {
    provider: string
    region: string
    instance_type: string
    band: string
    observed_at: Date
  }
  spot_events: {
    id: Generated<string>
    at: Date
    kind: SpotEvent['kind']
    provider: string
    region: string
    zone: string
    instance_type: string
    node_hours: number | null
  }
}
