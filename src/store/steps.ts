import type { Kysely, Selectable } from 'kysely'
import type { Step } from '../domain/step.ts'
import type { Database } from './schema.ts'
import { StoreError } from './store-error.ts'

/** A step of a run's plan as it was decided, and what became of it; no outcome: not done yet. */
export interface SavedStep {
  /** From 1, in the order in which they are to be done. */
  readonly position: number
  readonly step: Step
  readonly outcome?: StepOutcome & { readonly at: string }
}

export interface StepOutcome {
  readonly status: 'done' | 'failed'
  readonly detail?: string
}

export interface Steps {
  save(runId: string, steps: readonly Step[]): Promise<void>
  /** Throws StoreError where there is no such step, or its outcome is known already. */
  finish(runId: string, position: number, outcome: StepOutcome): Promise<void>
  of(runId: string): Promise<SavedStep[]>
}

/** PostgreSQL takes at most 65 535 parameters in one statement; a step needs three. */
const ROWS_AT_ONCE = 10_000

export function stepsIn(db: Kysely<Database>, now: () => Date): Steps {
  return {
    async save(runId, steps) {
      const rows = steps.map((step, index) => ({ run_id: runId, position: index + 1, step: JSON.stringify(step) }))
      const insert = async (into: Kysely<Database>): Promise<void> => {
        for (let from = 0; from < rows.length; from += ROWS_AT_ONCE) {
          await into
            .insertInto('steps')
            .values(rows.slice(from, from + ROWS_AT_ONCE))
            .execute()
        }
      }
      await (db.isTransaction ? insert(db) : db.transaction().execute(insert))
    },
    async finish(runId, position, { status, detail }) {
      const row = { outcome: status, detail: detail ?? null, finished_at: now() }
      const step = db
        .updateTable('steps')
        .set(row)
        .where('run_id', '=', runId)
        .where('position', '=', position)
        .where('outcome', 'is', null)
      await step.returning('position').executeTakeFirstOrThrow(() => notOpen(runId, position))
    },
    async of(runId) {
      const rows = await db.selectFrom('steps').selectAll().where('run_id', '=', runId).orderBy('position').execute()
      return rows.map(savedStep)
    },
  }
}

const notOpen = (runId: string, position: number): StoreError =>
  new StoreError(`step ${position} of the run ${runId} does not exist or has ended already: its outcome stays as it is`)

function savedStep({ position, outcome, detail, finished_at, ...row }: Selectable<Database['steps']>): SavedStep {
  const step = row.step as Step
  if (outcome === null || finished_at === null) return { position, step }
  return { position, step, outcome: { status: outcome, at: finished_at.toISOString(), ...(detail !== null && { detail }) } }
}
