import { Command } from 'commander'
import { countsText, type Finding, SEVERITIES } from '../../domain/finding.ts'
import { EXIT } from '../exit-codes.ts'
import { type Format, formatOption, written } from '../prices/formats.ts'
import { wrapped } from '../text-layout.ts'
import { type FleetCommandParts, fleetWithProgress } from './fleet-parts.ts'

/** `ballast fleet check`: all that is wrong, with what to do about it. */
export function checkCommand(parts: FleetCommandParts): Command {
  return new Command('check')
    .description('Check the configuration, the rights, the metrics and what agents say of themselves.')
    .addOption(formatOption())
    .addHelpText('after', HELP)
    .action(async ({ format }: { readonly format: Format }) => {
      const { terminal, exit } = parts
      const found = inOrder((await fleetWithProgress(parts)).findings)
      terminal.out(format === 'table' ? findingsText(found, terminal.width) : await written(format, listing(found), terminal.width))
      exit(found.some(({ severity }) => severity === 'error') ? EXIT.failed : EXIT.done)
    })
}

/** The worst first; within that by cluster and subject. */
function inOrder(findings: readonly Finding[]): Finding[] {
  const key = ({ severity, cluster = '', subject, message }: Finding): string =>
    [SEVERITIES.indexOf(severity), cluster, subject, message].join('\n')
  const each = new Map(findings.map((finding) => [key(finding), finding]))
  return [...each].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding)
}

function findingsText(findings: readonly Finding[], width: number): string {
  const lines = findings.map(({ severity, cluster, subject, message, remedy }) => {
    const about = cluster === undefined || subject === `cluster ${cluster}` ? subject : `${cluster}, ${subject}`
    const advice = remedy === undefined ? '' : `\n         → ${wrapped(remedy, width - 11, 11)}`
    return `${severity.padEnd(7)}  ${wrapped(`${about}: ${message}`, width - 9, 9)}${advice}\n`
  })
  return lines.length === 0 ? 'Nothing was found.\n' : `${lines.join('')}\n${countsText(findings)}\n`
}

const COLUMNS = ['severity', 'cluster', 'subject', 'message', 'remedy'] as const

function listing(findings: readonly Finding[]) {
  const headings = Object.fromEntries(COLUMNS.map((column) => [column, column]))
  return { name: 'findings', columns: COLUMNS, headings, rows: findings.map((finding) => ({ ...finding })) }
}

const HELP = `
An error is something that nothing is planned with until it is mended; a warning is something that
somebody should look at; a note is good to know.

Examples:
  ballast fleet check --config ballast.yaml
  ballast fleet check --config ballast.yaml --format json

Exit codes:
  0  nothing is wrong, or there are only warnings and notes
  1  there are errors
  2  a mistake in the configuration`
