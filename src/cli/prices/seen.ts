import { Command, InvalidArgumentError } from 'commander'
import type { SpotEvent } from '../../domain/spot-event.ts'
import { wholeNumber } from '../option-values.ts'
import type { Terminal } from '../terminal.ts'
import { fromStart } from './moment.ts'
import { requireKnownPlace, requirePast, type SpotPlace } from './spot-place.ts'

export interface SeenParts {
  readonly terminal: Terminal
  readonly now: () => Date
  readonly knownPlaces: () => Promise<readonly SpotPlace[]>
  readonly recordSpotEvents: (events: readonly SpotEvent[]) => Promise<void>
}

/** `ballast prices seen`: for how long spot machines of a kind ran, and how many were taken back meanwhile. */
export function seenCommand(parts: SeenParts): Command {
  return new Command('seen')
    .description('Record how long spot nodes of a kind ran and how many were lost: rates are learnt from it.')
    .argument('<provider>', 'the cloud, such as aws')
    .argument('<region>', 'its region')
    .argument('<type>', 'the machine type')
    .requiredOption('--node-hours <hours>', 'nodes times the hours that they ran', nodeHours)
    .option('--interruptions <nodes>', 'how many of them the cloud took back', wholeNumber, 0)
    .option('--until <moment>', 'when that time ended, such as 2026-11-01T06:00:00Z; default: now', fromStart)
    .addHelpText('after', HELP)
    .action((provider: string, region: string, type: string, flags: Flags) => run({ provider, region }, type, flags, parts))
}

interface Flags {
  readonly nodeHours: number
  readonly interruptions: number
  readonly until?: Date
}

const MOST_INTERRUPTIONS = 1000

async function run(
  place: SpotPlace,
  instanceType: string,
  { nodeHours: hours, interruptions, until }: Flags,
  parts: SeenParts,
): Promise<void> {
  const now = parts.now()
  const when = until ?? now
  requirePast(when, '--until', now)
  if (interruptions > MOST_INTERRUPTIONS) throw new InvalidArgumentError(`Give at most ${MOST_INTERRUPTIONS} interruptions at once.`)
  requireKnownPlace(place, await parts.knownPlaces())
  const kind = { ...place, zone: '', instanceType, at: when.toISOString() }
  const lost = Array.from({ length: interruptions }, (): SpotEvent => ({ kind: 'interrupted', ...kind }))
  await parts.recordSpotEvents([{ kind: 'ran', ...kind, nodeHours: hours }, ...lost])
  const seen = `${hours} node-hours of ${place.provider} ${place.region} ${instanceType} as spot, ${interruptions} lost`
  parts.terminal.out(`Recorded: ${seen}. \`ballast report spot-offers\` tells the rate after the next night.\n`)
}

function nodeHours(text: string): number {
  const hours = Number(text)
  if (text.trim() === '' || !(hours > 0) || !Number.isFinite(hours)) throw new InvalidArgumentError('Give hours, more than 0.')
  return hours
}

const HELP = `
What is seen corrects what is published or assumed: 730 node-hours weigh as much as an assumption,
7,300 as much as a published band; less than 730 in 90 days is too little to count.

Examples:
  ballast prices seen aws eu-west-1 m5.large --node-hours 1460 --interruptions 2
  ballast prices seen gcp europe-west4 c4a-standard-4 --node-hours 730`
