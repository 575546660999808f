import { type Kysely, sql } from 'kysely'

/** The columns' units are in their names; documents are `json`, not `jsonb`, so that they come back exactly as they were given. */
export async function up(db: Kysely<never>): Promise<void> {
  await createRuns(db)
  await createProblems(db)
  await createPlans(db)
  await createSteps(db)
  await createAudit(db)
  await createSimulatedFleets(db)
}

async function createRuns(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('runs')
    .addColumn('id', 'uuid', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('status', 'text', (column) => column.notNull().check(sql`status in ('running', 'succeeded', 'failed', 'infeasible')`))
    .addColumn('started_at', 'timestamptz', (column) => column.notNull())
    .addColumn('ended_at', 'timestamptz')
    .addColumn('decision', 'text')
    .addColumn('error', 'text')
    .addColumn('owner', 'bigint', (column) => column.notNull())
    .addCheckConstraint('runs_end_when_not_running', sql`(status = 'running') = (ended_at is null)`)
    .execute()
}

async function createProblems(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('problems')
    .addColumn('run_id', 'uuid', (column) => column.primaryKey().references('runs.id'))
    .addColumn('as_of', 'text', (column) => column.notNull())
    .addColumn('problem_json_gzip', 'bytea', (column) => column.notNull())
    .execute()
}

async function createPlans(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('plans')
    .addColumn('run_id', 'uuid', (column) => column.primaryKey().references('problems.run_id'))
    .addColumn('status', 'text', (column) => column.notNull())
    .addColumn('today_usd_per_hour', 'double precision')
    .addColumn('usd_per_hour', 'double precision')
    .addColumn('lower_bound_usd_per_hour', 'double precision', (column) => column.notNull())
    .addColumn('gap', 'double precision')
    .addColumn('plan_json_gzip', 'bytea', (column) => column.notNull())
    .execute()
}

async function createSteps(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('steps')
    .addColumn('run_id', 'uuid', (column) => column.notNull().references('runs.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('step', 'json', (column) => column.notNull())
    .addColumn('outcome', 'text', (column) => column.check(sql`outcome in ('done', 'failed')`))
    .addColumn('detail', 'text')
    .addColumn('finished_at', 'timestamptz')
    .addPrimaryKeyConstraint('steps_in_order', ['run_id', 'position'])
    .execute()
}

async function createAudit(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('audit')
    .addColumn('position', 'integer', (column) => column.primaryKey())
    .addColumn('at', 'timestamptz', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('old_value', 'json')
    .addColumn('new_value', 'json')
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('run_id', 'uuid', (column) => column.references('runs.id'))
    .addColumn('previous_hash', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull().unique())
    .execute()
  await forbidChanges(db)
}

/** A slip of the hand is refused; who changes it on purpose breaks the chain of hashes. */
async function forbidChanges(db: Kysely<never>): Promise<void> {
  await sql`
    create function ballast.refuse_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit trail is append-only';
    end $$`.execute(db)
  await sql`
    create trigger audit_is_append_only before update or delete or truncate on ballast.audit
    for each statement execute function ballast.refuse_change()`.execute(db)
}

async function createSimulatedFleets(db: Kysely<never>): Promise<void> {
  await db.schema
    .createTable('simulated_fleets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('source_hash', 'text', (column) => column.notNull())
    .addColumn('fleet', 'json', (column) => column.notNull())
    .addColumn('saved_at', 'timestamptz', (column) => column.notNull())
    .execute()
}
