import { Command } from 'commander'
import { type DiffParts, diffCommand } from './diff.ts'
import { type RefreshCommandParts, refreshCommand } from './refresh.ts'
import { type RefusedParts, refusedCommand } from './refused.ts'
import { type SeenParts, seenCommand } from './seen.ts'
import { type ShowParts, showCommand } from './show.ts'
import { type StatusParts, statusCommand } from './status.ts'

export type PricesParts = RefreshCommandParts & ShowParts & DiffParts & StatusParts & RefusedParts & SeenParts

/** `ballast prices`: live prices, their history and their state. */
export function pricesCommand(parts: PricesParts): Command {
  return new Command('prices')
    .description('Read the clouds’ prices, and show them, their changes and their age.')
    .addCommand(refreshCommand(parts))
    .addCommand(showCommand(parts))
    .addCommand(diffCommand(parts))
    .addCommand(statusCommand(parts))
    .addCommand(refusedCommand(parts))
    .addCommand(seenCommand(parts))
    .addHelpText('after', HELP)
}

const HELP = `
Examples:
  ballast prices refresh --source aws --region eu-west-1
  ballast prices show --region eu-west-1 --type m5.large
  ballast prices diff --since 2026-11-01
  ballast prices status
  ballast prices refused aws eu-west-1 m5.large`
