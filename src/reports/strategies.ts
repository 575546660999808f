import type { UsdPerHour } from '../domain/units.ts'
import type { Findings, Strategy } from './findings.ts'
import { perMonth } from './money.ts'
import type { Report, Row } from './report.ts'

/**
 * Ways to run the fleet, side by side. `comparable…` counts only the agents that every strategy can place, so these figures alone may be
 * compared; today's cost is that of its nodes and egress.
 */
export const strategiesReport: Report = {
  name: 'strategies',
  summary: 'today, each cloud alone, all without and with spot, and the recommended plan',
  columns: [
    'strategy',
    'status',
    'usdPerHour',
    'usdPerMonth',
    'lowerBoundUsdPerHour',
    'gapPercent',
    'comparableAgents',
    'comparableUsdPerHour',
    'comparableUsdPerMonth',
    'comparableSavingPercent',
    'comparableLowerBoundUsdPerHour',
    'comparableGapPercent',
    'placedAgents',
    'runOnWithoutAnyNode',
    'runOnWithoutAnyZone',
    'runOnWithoutAnyCluster',
    'runOnWithoutAnyRegion',
    'runOnWithoutAnyCloud',
    'runOnWithoutSpotOfARegion',
    'cannotPlaceAgents',
    'cannotPlace',
    'cannotPlaceIsMinimal',
    'notes',
  ],
  headings: {
    strategy: 'strategy',
    placedAgents: 'places',
    comparableUsdPerHour: 'comparable USD/h',
    usdPerHour: 'USD/h',
    usdPerMonth: 'USD/month',
    gapPercent: 'gap %',
    runOnWithoutAnyZone: 'zone lost',
    runOnWithoutAnyRegion: 'region lost',
    runOnWithoutAnyCloud: 'cloud lost',
    cannotPlace: 'cannot place',
  },
  rows: ({ strategies }: Findings) => strategyRows(strategies),
}

/** A row a strategy; what it saves is told against the first, which is today. */
export function strategyRows(strategies: readonly Strategy[]): Row[] {
  const today = strategies[0]?.comparableCost?.usdPerHour
  return strategies.map((strategy) => ({ ...row(strategy), comparableSavingPercent: savingPercent(strategy, today) }))
}

function savingPercent({ comparableCost }: Strategy, today: UsdPerHour | undefined): number | undefined {
  return comparableCost && today ? ((today - comparableCost.usdPerHour) / today) * 100 : undefined
}

function row({
  name,
  status,
  cost,
  comparableCost,
  unplaceable,
  unplaceableIsMinimal,
  placedAgents,
  agentsThatRunOn,
  notes,
}: Strategy): Row {
  return {
    strategy: name,
    status: status ?? 'as it is',
    usdPerHour: cost?.usdPerHour,
    usdPerMonth: perMonth(cost?.usdPerHour),
    lowerBoundUsdPerHour: cost?.lowerBoundUsdPerHour,
    gapPercent: percent(cost?.gap),
    comparableAgents: comparableCost?.agents,
    comparableUsdPerHour: comparableCost?.usdPerHour,
    comparableUsdPerMonth: perMonth(comparableCost?.usdPerHour),
    comparableLowerBoundUsdPerHour: comparableCost?.lowerBoundUsdPerHour,
    comparableGapPercent: percent(comparableCost?.gap),
    placedAgents,
    runOnWithoutAnyNode: agentsThatRunOn?.node,
    runOnWithoutAnyZone: agentsThatRunOn?.zone,
    runOnWithoutAnyCluster: agentsThatRunOn?.cluster,
    runOnWithoutAnyRegion: agentsThatRunOn?.region,
    runOnWithoutAnyCloud: agentsThatRunOn?.cloud,
    runOnWithoutSpotOfARegion: agentsThatRunOn?.spot,
    cannotPlaceAgents: unplaceable.length,
    cannotPlace: unplaceable.join(', '),
    cannotPlaceIsMinimal: unplaceable.length === 0 ? undefined : unplaceableIsMinimal ? 'yes' : 'not shown',
    notes: notes.join('; '),
  }
}

const percent = (share: number | undefined): number | undefined => (share === undefined ? undefined : share * 100)
