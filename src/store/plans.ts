import type { Kysely, Selectable } from 'kysely'
import type { Plan, PlanStatus } from '../domain/plan.ts'
import type { Share, UsdPerHour } from '../domain/units.ts'
import { compressJson, decompressJson } from './compressed-json.ts'
import type { Database } from './schema.ts'

/** What a plan comes to, to be read without the plan. Absent is unknown: no plan has no cost. */
export interface PlanFigures {
  readonly runId: string
  readonly status: PlanStatus
  readonly todayUsdPerHour?: UsdPerHour
  readonly usdPerHour?: UsdPerHour
  readonly lowerBoundUsdPerHour: UsdPerHour
  readonly gap?: Share
}

/** The plan of each run, whose problem was saved before it. */
export interface Plans {
  save(runId: string, plan: Plan, todayUsdPerHour?: UsdPerHour): Promise<void>
  find(runId: string): Promise<Plan | undefined>
  /** Of the latest runs first. */
  figures(limit?: number): Promise<PlanFigures[]>
}

export function plansIn(db: Kysely<Database>): Plans {
  return {
    async save(runId, plan, todayUsdPerHour) {
      const row = {
        run_id: runId,
        ...figuresOf(plan),
        today_usd_per_hour: todayUsdPerHour ?? null,
        plan_json_gzip: await compressJson(plan),
      }
      await db.insertInto('plans').values(row).execute()
    },
    async find(runId) {
      const row = await db.selectFrom('plans').select('plan_json_gzip').where('run_id', '=', runId).executeTakeFirst()
      return row && decompressJson<Plan>(row.plan_json_gzip)
    },
    async figures(limit = 50) {
      const plans = db.selectFrom('plans').innerJoin('runs', 'runs.id', 'plans.run_id').selectAll('plans')
      const rows = await plans.orderBy('runs.started_at', 'desc').orderBy('runs.id', 'desc').limit(limit).execute()
      return rows.map(shownFigures)
    },
  }
}

function figuresOf({ status, usdPerHour, lowerBoundUsdPerHour, gap }: Plan) {
  const found = status === 'optimal' || status === 'feasible'
  return {
    status,
    usd_per_hour: found ? usdPerHour.total : null,
    lower_bound_usd_per_hour: lowerBoundUsdPerHour,
    gap: found ? gap : null,
  }
}

function shownFigures(row: Selectable<Database['plans']>): PlanFigures {
  return {
    runId: row.run_id,
    status: row.status,
    lowerBoundUsdPerHour: row.lower_bound_usd_per_hour,
    ...(row.today_usd_per_hour !== null && { todayUsdPerHour: row.today_usd_per_hour }),
    ...(row.usd_per_hour !== null && { usdPerHour: row.usd_per_hour }),
    ...(row.gap !== null && { gap: row.gap }),
  }
}
