import { Command } from 'commander'
import { configOption } from './config-option.ts'
import type { Terminal } from './terminal.ts'

/** The command line: a command a verb. Parsing throws CommanderError, for help and version as well. */
export function program(verbs: readonly Command[], terminal: Terminal): Command {
  const ballast = new Command('ballast')
    .description(
      'Decides where every AI agent’s replicas run and on which machines, at the lowest cost that the rules allow, and proves it.',
    )
    .addHelpText(
      'after',
      '\nEvery verb has its own help, with examples: ballast solve --help\n\nExit codes: 0 done · 1 failed · 2 bad usage or bad input · 3 infeasible',
    )
  for (const verb of verbs) ballast.addCommand(verb)
  for (const each of [ballast, ...verbs, ...verbs.flatMap(({ commands }) => commands)]) {
    if (each.commands.length === 0) each.addOption(configOption())
    each.exitOverride().configureOutput({ writeOut: terminal.out, writeErr: terminal.err, getOutHelpWidth: () => terminal.width })
    each.configureHelp({ helpWidth: terminal.width }).showHelpAfterError('(add --help for usage and examples)')
  }
  return ballast
}
