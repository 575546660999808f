import { type Kysely, sql, type Transaction } from 'kysely'
import type { InterruptionBand } from '../../domain/interruption-band.ts'
import type { Database } from '../schema.ts'

/** A published band and when it was last read (ISO date-time). */
export type KnownBand = InterruptionBand & { readonly observedAt: string }

/** How often spot machines were taken back, as the providers last published it. */
export interface Bands {
  /** Takes the place of all that was known of the provider. */
  save(provider: string, bands: readonly InterruptionBand[]): Promise<void>
  all(): Promise<KnownBand[]>
}

export function bandsIn(db: Kysely<Database>, now: () => Date): Bands {
  return {
    async save(provider, bands) {
      const replace = (own: Transaction<Database>): Promise<void> => replaceBands(own, provider, bands, now())
      await (db.isTransaction ? replace(db as Transaction<Database>) : db.transaction().execute(replace))
    },
    async all() {
      const rows = await db
        .selectFrom('interruption_bands')
        .selectAll()
        .orderBy('provider')
        .orderBy('region')
        .orderBy('instance_type')
        .execute()
      return rows.map(({ instance_type, observed_at, ...band }) => ({
        ...band,
        instanceType: instance_type,
        observedAt: observed_at.toISOString(),
      }))
    },
  }
}

async function replaceBands(db: Transaction<Database>, provider: string, bands: readonly InterruptionBand[], now: Date): Promise<void> {
  const rows = bands.map(({ region, instanceType, band }) => [region, instanceType, band])
  await sql`lock table ballast.interruption_bands in share row exclusive mode`.execute(db)
  await db.deleteFrom('interruption_bands').where('provider', '=', provider).execute()
  await sql`insert into ballast.interruption_bands (provider, region, instance_type, band, observed_at)
    select ${provider}, band ->> 0, band ->> 1, band ->> 2, ${now.toISOString()}::timestamptz
    from json_array_elements(${JSON.stringify(rows)}::json) as band`.execute(db)
}
