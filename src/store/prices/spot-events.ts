import type { Kysely, Selectable } from 'kysely'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { Database } from '../schema.ts'

/** What happened to Ballast's own spot machines: what their interruption rates and refusals are learnt from. */
export interface SpotEvents {
  /** Now, where no time is given. */
  record(event: Omit<SpotEvent, 'at'> & { readonly at?: Date }): Promise<void>
  /** At that time or later, the first one first. */
  since(time: Date): Promise<SpotEvent[]>
}

export function spotEventsIn(db: Kysely<Database>, now: () => Date): SpotEvents {
  return {
    async record({ instanceType, nodeHours, at = now(), ...event }) {
      const row = { ...event, instance_type: instanceType, node_hours: nodeHours ?? null, at }
      await db.insertInto('spot_events').values(row).execute()
    },
    async since(time) {
      const events = db.selectFrom('spot_events').selectAll().where('at', '>=', time).orderBy('at').orderBy('id')
      return (await events.execute()).map(spotEvent)
    },
  }
}

const spotEvent = ({ kind, provider, region, zone, instance_type, at, node_hours }: Selectable<Database['spot_events']>): SpotEvent => ({
  kind,
  provider,
  region,
  zone,
  instanceType: instance_type,
  at: at.toISOString(),
  ...(node_hours !== null && { nodeHours: node_hours }),
})
