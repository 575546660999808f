import type { Kysely } from 'kysely'
import type { Problem } from '../domain/problem.ts'
import { compressJson, decompressJson } from './compressed-json.ts'
import type { Database } from './schema.ts'

/** The problem of each run: saved before it is solved, so that a run that fails can be replayed. */
export interface Problems {
  save(runId: string, problem: Problem): Promise<void>
  find(runId: string): Promise<Problem | undefined>
}

export function problemsIn(db: Kysely<Database>): Problems {
  return {
    async save(runId, problem) {
      const row = { run_id: runId, as_of: problem.asOf, problem_json_gzip: await compressJson(problem) }
      await db.insertInto('problems').values(row).execute()
    },
    async find(runId) {
      const row = await db.selectFrom('problems').select('problem_json_gzip').where('run_id', '=', runId).executeTakeFirst()
      return row && decompressJson<Problem>(row.problem_json_gzip)
    },
  }
}
