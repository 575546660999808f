import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'

export interface CatalogueRow {
  readonly provider: string
  readonly region: string
  readonly instance_type: string
  readonly arch: string
  readonly vcpu: string
  readonly memory_gib: string
  readonly gpu_count: string
  readonly gpu_model: string
  readonly on_demand_usd_h: string
  readonly spot_usd_h: string
  readonly source: string
  readonly as_of: string
}

export interface SpotZoneRow {
  readonly region: string
  readonly instance_type: string
  readonly spot_usd_h: string
  readonly source: string
  readonly as_of: string
}

export interface SpotAdvisorRow {
  readonly region: string
  readonly instance_type: string
  readonly interruption_band: string
  readonly source: string
  readonly as_of: string
}

export interface MaxPodsRow {
  readonly instance_type: string
  readonly network_interfaces: string
  readonly ipv4_per_interface: string
  readonly max_pods: string
}

export interface RegionRow {
  readonly provider: string
  readonly region: string
  readonly country_iso2: string
  readonly eu_member: string
  readonly eea: string
  readonly display_name: string
  readonly lat: string
  readonly lon: string
  readonly source: string
}

export interface EgressRow {
  readonly src_provider: string
  readonly src_region_or_zone: string
  readonly dst_provider: string
  readonly dst: string
  readonly usd_per_gb: string
  readonly note: string
  readonly source: string
  readonly as_of: string
}

/** The price tables as they stand in their folder: text, not yet trusted. */
export interface Tables {
  readonly catalogue: readonly CatalogueRow[]
  readonly spotZones: readonly SpotZoneRow[]
  readonly spotAdvisor: readonly SpotAdvisorRow[]
  readonly maxPods: readonly MaxPodsRow[]
  readonly regions: readonly RegionRow[]
  readonly egress: readonly EgressRow[]
}

export function readTables(folder: string): Tables {
  const rows = <Row>(name: string) => parse(readFileSync(join(folder, name)), { columns: true, bom: true }) as unknown as Row[]
  return {
    catalogue: rows<CatalogueRow>('catalog.csv'),
    spotZones: rows<SpotZoneRow>('spot_zones.csv'),
    spotAdvisor: rows<SpotAdvisorRow>('aws_spot_advisor.csv'),
    maxPods: rows<MaxPodsRow>('aws_max_pods.csv'),
    regions: rows<RegionRow>('regions.csv'),
    egress: rows<EgressRow>('egress.csv'),
  }
}
