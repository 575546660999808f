import { type Kysely, type Selectable, sql } from 'kysely'
import type { NotOffered, ProviderShape } from '../../domain/catalogue.ts'
import type { Database } from '../schema.ts'

/** What a machine type is, who says so, and when it last did (ISO date-time). */
export type KnownShape = ProviderShape & { readonly source: string; readonly observedAt: string }

/** What machine types are: the latest that was said of each. One that is no longer told of stays, for past prices refer to it. */
export interface Shapes {
  /** With what is not sold to this user in the regions that are named: all that is known of these. */
  save(shapes: readonly ProviderShape[], source: string, notOffered?: readonly NotOffered[]): Promise<void>
  all(): Promise<KnownShape[]>
  notOffered(): Promise<NotOffered[]>
}

export function shapesIn(db: Kysely<Database>, now: () => Date): Shapes {
  return {
    async save(shapes, source, notOffered = []) {
      const rows = JSON.stringify(onceEach(shapes).map((shape) => shapeRow(shape, source, now())))
      await sql`insert into ballast.machine_shapes select * from json_populate_recordset(null::ballast.machine_shapes, ${rows}::json)
        on conflict (provider, instance_type) do update
        set arch = excluded.arch, vcpu = excluded.vcpu, memory_gib = excluded.memory_gib, gpu = excluded.gpu,
          gpu_model = excluded.gpu_model, max_pods = excluded.max_pods, source = excluded.source, observed_at = excluded.observed_at
        where machine_shapes.observed_at <= excluded.observed_at`.execute(db)
      for (const one of notOffered) await replaceNotOffered(db, one)
    },
    async all() {
      const rows = await db.selectFrom('machine_shapes').selectAll().orderBy('provider').orderBy('instance_type').execute()
      return rows.map(shapeOf)
    },
    async notOffered() {
      const rows = await db.selectFrom('not_offered').selectAll().orderBy('provider').orderBy('region').orderBy('instance_type').execute()
      return [...Map.groupBy(rows, ({ provider, region }) => `${provider}|${region}`).values()].map((own) => ({
        provider: own[0]!.provider,
        region: own[0]!.region,
        instanceTypes: own.map(({ instance_type }) => instance_type),
      }))
    },
  }
}

/** In one statement: whoever reads meanwhile sees what was told before, or what is told now. */
async function replaceNotOffered(db: Kysely<Database>, { provider, region, instanceTypes }: NotOffered): Promise<void> {
  const types = JSON.stringify([...new Set(instanceTypes)].toSorted())
  await sql`with told as (select json_array_elements_text(${types}::json) as instance_type),
      gone as (delete from ballast.not_offered where provider = ${provider} and region = ${region}
        and instance_type not in (select instance_type from told))
    insert into ballast.not_offered select ${provider}::text, ${region}::text, instance_type from told
    on conflict do nothing`.execute(db)
}

/** In one order, so that two who save at once wait for each other and never for ever. */
function onceEach(shapes: readonly ProviderShape[]): ProviderShape[] {
  const byType = new Map(shapes.map((shape) => [`${shape.provider}|${shape.instanceType}`, shape]))
  return [...byType].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, shape]) => shape)
}

const shapeRow = (shape: ProviderShape, source: string, observedAt: Date) => ({
  provider: shape.provider,
  instance_type: shape.instanceType,
  arch: shape.arch,
  vcpu: shape.vcpu,
  memory_gib: shape.memoryGiB,
  gpu: shape.gpu,
  gpu_model: shape.gpuModel,
  max_pods: shape.maxPods ?? null,
  source,
  observed_at: observedAt,
})

const shapeOf = (row: Selectable<Database['machine_shapes']>): KnownShape => ({
  provider: row.provider,
  instanceType: row.instance_type,
  arch: row.arch,
  vcpu: row.vcpu,
  memoryGiB: row.memory_gib,
  gpu: row.gpu,
  gpuModel: row.gpu_model,
  ...(row.max_pods !== null && { maxPods: row.max_pods }),
  source: row.source,
  observedAt: row.observed_at.toISOString(),
})
