import { Command } from 'commander'
import type { Refusal } from '../../domain/catalogue.ts'
import type { SpotEvent } from '../../domain/spot-event.ts'
import type { Terminal } from '../terminal.ts'
import { minuteText } from './minute-text.ts'
import { fromStart } from './moment.ts'
import { requireKnownPlace, requirePast, type SpotPlace } from './spot-place.ts'

export interface RefusedParts {
  readonly terminal: Terminal
  readonly now: () => Date
  readonly knownPlaces: () => Promise<readonly SpotPlace[]>
  readonly recordSpotEvents: (events: readonly SpotEvent[]) => Promise<void>
  /** How it counts now; undefined where it no longer does. */
  readonly refusalOf: (event: SpotEvent, now: Date) => Refusal | undefined
}

/** `ballast prices refused`: a spot machine could not be had, so that plans count it as dearer for a while. */
export function refusedCommand(parts: RefusedParts): Command {
  return new Command('refused')
    .description('Record that a spot machine could not be had: for a while, plans count it as dearer.')
    .argument('<provider>', 'the cloud, such as aws')
    .argument('<region>', 'its region')
    .argument('<type>', 'the machine type')
    .option('--zone <zone>', 'where it was asked for; the offer counts as dearer in all of its region')
    .option('--at <moment>', 'when that was, such as 2026-11-01T06:00:00Z; default: now', fromStart)
    .addHelpText('after', HELP)
    .action((provider: string, region: string, type: string, flags: Flags) => run({ provider, region }, type, flags, parts))
}

interface Flags {
  readonly zone?: string
  readonly at?: Date
}

async function run(place: SpotPlace, instanceType: string, { zone = '', at }: Flags, parts: RefusedParts): Promise<void> {
  const now = parts.now()
  const when = at ?? now
  requirePast(when, '--at', now)
  requireKnownPlace(place, await parts.knownPlaces())
  const event: SpotEvent = { kind: 'refused', ...place, zone, instanceType, at: when.toISOString() }
  await parts.recordSpotEvents([event])
  const refusal = parts.refusalOf(event, now)
  const which = `${place.provider} ${place.region} ${instanceType} as spot`
  const counts = refusal
    ? `it counts ${Number(refusal.timesAsDear.toFixed(2))} times as dear now, less with every hour, and as usual from ${minuteText(refusal.until)} on`
    : 'that is so long ago that it counts as usual'
  parts.terminal.out(`Recorded: ${which} could not be had at ${minuteText(event.at)}; ${counts}.\n`)
}

const HELP = `
A refusal changes no price: the offer counts as dearer only while plans are sought, and costs and
savings are at its price; \`ballast report spot-offers\` tells which offers count so. One of which a
cluster runs nodes counts at its price, and no more of it are offered while the refusal counts.

Examples:
  ballast prices refused aws eu-west-1 m5.large
  ballast prices refused aws eu-west-1 m5.large --zone eu-west-1a --at 2026-11-01T06:00:00Z`
