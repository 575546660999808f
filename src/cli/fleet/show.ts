import { Argument, Command } from 'commander'
import type { Finding } from '../../domain/finding.ts'
import { countsText } from '../../domain/finding.ts'
import { type Format, formatOption, type Listing, written } from '../prices/formats.ts'
import type { Terminal } from '../terminal.ts'
import { agentRows, agentsListing } from './agent-rows.ts'
import { bystanderRows, bystandersListing } from './bystander-rows.ts'
import { clusterRows, clustersListing } from './cluster-rows.ts'
import { type FleetCommandParts, fleetWithProgress } from './fleet-parts.ts'
import type { FleetShown } from './fleet-shown.ts'

type Part = 'clusters' | 'agents' | 'bystanders'

const LISTINGS: Readonly<Record<Part, (shown: FleetShown) => Listing>> = {
  clusters: clustersListing,
  agents: agentsListing,
  bystanders: bystandersListing,
}
const PARTS = Object.keys(LISTINGS) as readonly Part[]

/** `ballast fleet show`: clusters, agents, and what else stands there. */
export function showCommand(parts: FleetCommandParts): Command {
  return new Command('show')
    .description('Show the clusters, the agents with who owns their replicas, and what else stands there.')
    .addArgument(new Argument('[part]', 'show only this').choices(PARTS))
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action(async (part: Part | undefined, { format }: { readonly format: Format }) => {
      const shown = await fleetWithProgress(parts)
      parts.terminal.out(await shownAs(format, part, shown, parts.terminal))
      for (const line of counts(shown.findings)) parts.terminal.err(line)
    })
}

/** A CSV is one table: the agents, where no other part is asked for. */
async function shownAs(format: Format, part: Part | undefined, shown: FleetShown, { width, bold }: Terminal): Promise<string> {
  if (format === 'json') return `${JSON.stringify(part ? { [part]: rowsOf(shown)[part] } : document(shown), undefined, 2)}\n`
  if (format === 'csv' || part) return written(format, LISTINGS[part ?? 'agents'](shown), width)
  const { name, readAt } = shown.fleet
  const sections = PARTS.map((each) => LISTINGS[each](shown)).filter(({ rows }) => rows.length > 0)
  const texts = await Promise.all(
    sections.map(async (listing) => `\n${bold(capital(listing.name))}\n${await written('table', listing, width)}`),
  )
  return `${bold(`${name}, as read at ${readAt}`)}\n${texts.join('')}`
}

const capital = (name: string): string => `${name.charAt(0).toUpperCase()}${name.slice(1)}`

const rowsOf = (shown: FleetShown) => ({ clusters: clusterRows(shown), agents: agentRows(shown), bystanders: bystanderRows(shown) })

const document = (shown: FleetShown) => ({
  fleet: shown.fleet.name,
  readAt: shown.fleet.readAt,
  ...rowsOf(shown),
  findings: shown.findings,
})

function counts(findings: readonly Finding[]): string[] {
  const text = countsText(findings, ['error', 'warning'])
  return text === '' ? [] : [`${text}: ballast fleet check tells what to do.\n`]
}

const HELP = `
CSV is one table: the agents, or the part that is named. JSON holds all of them, and what was found.
A cluster that does not answer is shown as it last stood, with the time ("stale since").

Examples:
  ballast fleet show --config ballast.yaml
  ballast fleet show clusters --format csv > clusters.csv
  ballast fleet show --format json`
