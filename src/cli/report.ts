import { Argument, Command, Option } from 'commander'
import { csv } from '../reports/csv.ts'
import { REPORTS } from '../reports/index.ts'
import { json } from '../reports/json.ts'
import { readFindings } from '../reports/night-files.ts'
import { tableOf } from '../reports/report.ts'
import { textTable } from '../reports/text-table.ts'
import type { Terminal } from './terminal.ts'

export interface ReportParts {
  readonly terminal: Terminal
  /** The folder that a nightly run writes to where it is not told. */
  readonly outFolder: string
}

/** `ballast report`: a report of the last nightly run, from the files that it left. */
export function reportCommand({ terminal, outFolder }: ReportParts): Command {
  return new Command('report')
    .description('Show a report of the last nightly run, from the files that it wrote.')
    .addArgument(new Argument('<name>', 'which report').choices(REPORTS.map(({ name }) => name)))
    .addOption(new Option('--format <format>', 'how to show it').choices(['csv', 'table', 'json']).default('table'))
    .option('--from <folder>', 'the folder that the run wrote to', outFolder)
    .addHelpText('after', help())
    .action(async (name: string, { format, from }: { format: keyof typeof WRITERS; from: string }) => {
      const report = REPORTS.find((known) => known.name === name)!
      terminal.out(WRITERS[format](report, tableOf(report, await readFindings(from)), terminal.width))
    })
}

const WRITERS = {
  csv: (_: Report, table: Table) => csv(table),
  json: (_: Report, table: Table) => json(table),
  table: ({ headings }: Report, table: Table, width: number) => textTable(table, headings, width),
}
type Report = (typeof REPORTS)[number]
type Table = ReturnType<typeof tableOf>

function help(): string {
  const widest = Math.max(...REPORTS.map(({ name }) => name.length))
  return `
Reports:
${REPORTS.map(({ name, summary }) => `  ${name.padEnd(widest)}  ${summary}`).join('\n')}

Examples:
  ballast report strategies
  ballast report cost-by-agent --format csv > cost-by-agent.csv
  ballast report agents --format json --from out`
}
