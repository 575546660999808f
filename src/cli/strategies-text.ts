import type { Strategy } from '../reports/findings.ts'
import { strategyRows } from '../reports/strategies.ts'
import { textTable } from '../reports/text-table.ts'
import { indented, wrapped } from './text-layout.ts'

/** The strategies side by side, and below them what the comparison counts, whom each cannot place, and what else must be known. */
export function strategiesText(strategies: readonly Strategy[], width: number): string {
  const table = textTable({ name: '', columns: [], rows: strategyRows(strategies), pricesAsOf: '' }, HEADINGS, width - 2)
  const remarks = [comparisonText(strategies), ...strategies.flatMap(remarksOf), ...sharedNotes(strategies)]
  return `${indented(table, 2)}\n${remarks.map((remark) => `  ${wrapped(remark, width - 2, 4)}\n`).join('')}`
}

const HEADINGS = {
  strategy: 'strategy',
  status: 'plan',
  placedAgents: 'places',
  usdPerHour: 'USD/h',
  gapPercent: 'gap %',
  comparableUsdPerHour: 'comparable USD/h',
  comparableSavingPercent: 'saves %',
  runOnWithoutAnyZone: 'zone lost',
  runOnWithoutAnyRegion: 'region lost',
  runOnWithoutAnyCloud: 'cloud lost',
}

function comparisonText(strategies: readonly Strategy[]): string {
  const agents = Math.max(0, ...strategies.map(({ comparableCost }) => comparableCost?.agents ?? 0))
  const counted = agents === 1 ? 'the one agent' : `the ${agents} agents`
  return `Comparable costs count only ${counted} that every strategy can place; today’s is that of its nodes and egress. Lost: how many agents keep a replica whichever single zone, region or cloud is lost. Optimal: within the gap that was asked for; feasible: not shown to be.`
}

/** What is said of several strategies is said once. */
function sharedNotes(strategies: readonly Strategy[]): string[] {
  const notes = new Set(strategies.flatMap((strategy) => strategy.notes))
  return [...notes].map(
    (note) =>
      `${strategies
        .filter((strategy) => strategy.notes.includes(note))
        .map(({ name }) => name)
        .join('; ')}: ${note}.`,
  )
}

function remarksOf({ name, status, unplaceable, unplaceableIsMinimal }: Strategy): string[] {
  const doubt = unplaceableIsMinimal ? '' : ' (not shown that all of them must be left out)'
  return [
    ...(unplaceable.length > 0 ? [`${name} cannot place ${unplaceable.join(', ')}${doubt}.`] : []),
    ...(status === 'unknown' ? [`${name}: no plan was found in time.`] : []),
  ]
}
