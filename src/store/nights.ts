import type { Kysely } from 'kysely'
import type { Plan } from '../domain/plan.ts'
import type { Problem } from '../domain/problem.ts'
import type { UsdPerHour } from '../domain/units.ts'
import { decompressJson } from './compressed-json.ts'
import type { Database } from './schema.ts'

/** What a nightly run was about, beside its problem. */
export interface NightFacts {
  readonly fleet: string
  /** What an offer counted beyond its price while the plan was sought, by the offer's key: with it the night can be solved again as it was. */
  readonly surcharges: ReadonlyMap<string, UsdPerHour>
}

/** A night that found a plan. */
export interface PastNight {
  readonly runId: string
  /** ISO date-time of its start. */
  readonly at: string
  readonly problem: Problem
  readonly plan: Plan
  readonly surcharges: NightFacts['surcharges']
}

export interface Nights {
  save(runId: string, facts: NightFacts): Promise<void>
  /** The last that has ended and found a plan for the fleet of this name. */
  lastOf(fleet: string): Promise<PastNight | undefined>
}

export function nightsIn(db: Kysely<Database>): Nights {
  return {
    async save(runId, { fleet, surcharges }) {
      const row = { run_id: runId, fleet, surcharges: JSON.stringify(Object.fromEntries(surcharges)) }
      await db.insertInto('nights').values(row).execute()
    },
    async lastOf(fleet) {
      const row = await db
        .selectFrom('nights')
        .innerJoin('runs', 'runs.id', 'nights.run_id')
        .innerJoin('problems', 'problems.run_id', 'nights.run_id')
        .innerJoin('plans', 'plans.run_id', 'nights.run_id')
        .select(['nights.run_id', 'nights.surcharges', 'runs.started_at', 'problem_json_gzip', 'plan_json_gzip'])
        .where('nights.fleet', '=', fleet)
        .where('runs.ended_at', 'is not', null)
        .where('plans.status', 'in', ['optimal', 'feasible'])
        .orderBy('runs.started_at', 'desc')
        .orderBy('runs.id', 'desc')
        .limit(1)
        .executeTakeFirst()
      return row && pastNight(row)
    },
  }
}

interface NightRow {
  readonly run_id: string
  readonly surcharges: unknown
  readonly started_at: Date
  readonly problem_json_gzip: Uint8Array
  readonly plan_json_gzip: Uint8Array
}

async function pastNight({ run_id, surcharges, started_at, problem_json_gzip, plan_json_gzip }: NightRow): Promise<PastNight> {
  return {
    runId: run_id,
    at: started_at.toISOString(),
    problem: await decompressJson<Problem>(problem_json_gzip),
    plan: await decompressJson<Plan>(plan_json_gzip),
    surcharges: new Map(Object.entries(surcharges as Record<string, UsdPerHour>)),
  }
}
