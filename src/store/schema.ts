import type { ColumnType } from 'kysely'
import type { PlanStatus } from '../domain/plan.ts'
import type { PriceTables } from './prices/price-tables.ts'

/** Everything lies in a schema of its own, so that a database shared with others has no clash of names. */
export const SCHEMA = 'ballast'

export type RunStatus = 'running' | 'succeeded' | 'failed' | 'infeasible'

/** A JSON document: written as text, read as the value. */
type Document = ColumnType<unknown, string, string>
type OptionalDocument = ColumnType<unknown, string | null, string | null>

export interface Database extends PriceTables {
  runs: {
    /** UUIDv7: sorts by the time of its start. */
    id: string
    kind: string
    status: RunStatus
    started_at: Date
    ended_at: Date | null
    decision: string | null
    error: string | null
    owner: string
  }
  problems: {
    run_id: string
    as_of: string
    problem_json_gzip: Uint8Array
  }
  plans: {
    run_id: string
    status: PlanStatus
    today_usd_per_hour: number | null
    usd_per_hour: number | null
    lower_bound_usd_per_hour: number
    gap: number | null
    plan_json_gzip: Uint8Array
  }
  steps: {
    run_id: string
    position: number
    step: Document
    outcome: 'done' | 'failed' | null
    detail: string | null
    finished_at: Date | null
  }
  audit: {
    position: number
    at: Date
    actor: string
    action: string
    subject: string
    old_value: OptionalDocument
    new_value: OptionalDocument
    reason: string
    run_id: string | null
    previous_hash: string
    hash: string
  }
  moves: {
    run_id: string
    fleet: string
    agent: string
    replicas: number
    moved_at: Date
  }
  nights: {
    run_id: string
    fleet: string
    surcharges: Document
  }
  simulated_fleets: {
    name: string
    source_hash: string
    fleet: Document
    saved_at: Date
  }
  cluster_states: {
    cluster: string
    read_at: Date
    state_json_gzip: Uint8Array
  }
}
