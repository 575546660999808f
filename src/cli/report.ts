import { Argument, Command, Option } from 'commander'
import { REPORTS } from '../reports/index.ts'
import { type Report, type Table, tableOf } from '../reports/report.ts'
import { path } from './option-values.ts'
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
    .option('--from <folder>', 'the folder that the run wrote to', path, outFolder)
    .addHelpText('after', help())
    .action(async (name: string, { format, from }: { format: Format; from: string }) => {
      const report = REPORTS.find((known) => known.name === name)!
      const { readFindings } = await import('../reports/night-files.ts')
      terminal.out(await written(format, report, tableOf(report, await readFindings(from)), terminal.width))
    })
}

type Format = 'csv' | 'table' | 'json'

/** Each writer is loaded when it is needed: other verbs start without them. */
async function written(format: Format, { headings }: Report, table: Table, width: number): Promise<string> {
  if (format === 'csv') return (await import('../reports/csv.ts')).csv(table)
  if (format === 'json') return (await import('../reports/json.ts')).json(table)
  return (await import('../reports/text-table.ts')).textTable(table, headings, width)
}

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
