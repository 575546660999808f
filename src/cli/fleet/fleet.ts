import { Command } from 'commander'
import { checkCommand } from './check.ts'
import type { FleetCommandParts } from './fleet-parts.ts'
import { showCommand } from './show.ts'

/** `ballast fleet`: real clusters and the agents in them. */
export function fleetCommand(parts: FleetCommandParts): Command {
  return new Command('fleet')
    .description('Read the clusters that the configuration names; nothing in them is changed.')
    .addCommand(showCommand(parts))
    .addCommand(checkCommand(parts))
    .addHelpText('after', HELP)
}

const HELP = `
The configuration names the clusters under \`fleet:\`; examples/ballast.yaml is one to start from.

Examples:
  ballast fleet check --config ballast.yaml
  ballast fleet show --config ballast.yaml --format json`
