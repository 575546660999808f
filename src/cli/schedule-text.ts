import type { Plan } from '../domain/plan.ts'
import { capacityClass } from '../domain/problem.ts'
import type { Alternative, PlannedPeriod, SchedulePlan, ScheduleProblem } from '../domain/schedule.ts'
import { percentText, usdPerDayText, usdPerHourText } from '../reports/figures.ts'
import { total } from '../reports/money.ts'
import type { Row } from '../reports/report.ts'
import { textTable } from '../reports/text-table.ts'
import { conflictText, dayOf } from './plan-text.ts'
import type { Terminal } from './terminal.ts'
import { indented, wrapped } from './text-layout.ts'

type Showing = Pick<Terminal, 'width' | 'bold'>

/** A schedule for a person to read: what a day costs, what runs when and where, what changes in between, and what simpler ways would cost. */
export function scheduleText(plan: SchedulePlan, { periods }: ScheduleProblem, { width, bold }: Showing): string {
  const { problem } = periods[0]!
  if (plan.status === 'infeasible') return conflictText(plan, problem)
  if (plan.status === 'unknown') return 'unknown: no schedule was found in time, and none was excluded: allow more time with --time-limit\n'
  const sections: [string, string][] = [
    ['Periods, hours in UTC', table(plan.periods.map(periodRow), PERIOD_HEADINGS, width)],
    ['Replicas by cluster, and the nodes that they stand on', placesText(plan, width)],
    [
      'From one period to the next',
      table(
        plan.transitions.map((one) => transitionRow(plan, one)),
        TRANSITION_HEADINGS,
        width,
      ),
    ],
    ['What a day costs', costsText(plan, width)],
    ['Compared', comparedText(plan, width)],
  ]
  return headline(plan, dayOf(problem.asOf), width) + sections.map(([title, text]) => `\n${bold(title)}\n${text}`).join('')
}

function headline({ status, usdPerDay, meanUsdPerHour, lowerBoundUsdPerDay, gap }: SchedulePlan, asOf: string, width: number): string {
  const cost = `${usdPerDayText(usdPerDay.total)} USD/day, ${usdPerHourText(meanUsdPerHour)} USD/h on average, at prices of ${asOf}`
  const bound = `no schedule can cost less than ${usdPerDayText(lowerBoundUsdPerDay)} (gap ${percentText(gap)})`
  const isProved = lowerBoundUsdPerDay > 0 || usdPerDay.total === 0
  const proved = isProved ? bound : 'how much less another could cost was not shown in time'
  return `${wrapped(`${status}: ${cost}, and ${proved}`, width, 0)}\n`
}

const table = (rows: readonly Row[], headings: Readonly<Record<string, string>>, width: number): string =>
  indented(textTable({ name: '', columns: [], rows, pricesAsOf: '' }, headings, width - 2), 2)

const PERIOD_HEADINGS = {
  from: 'from',
  hours: 'hours',
  wanted: 'replicas wanted',
  running: 'running',
  nodes: 'nodes',
  usdPerHour: 'USD/h',
  usdPerDay: 'USD/day',
}

function periodRow({ startHour, hours, problem, plan }: PlannedPeriod): Row {
  const running = plan.usdPerHour.total - plan.usdPerHour.moves
  return {
    from: clock(startHour),
    hours,
    wanted: total(problem.agents, ({ replicas }) => replicas),
    running: total(plan.placements, ({ replicas }) => replicas),
    nodes: total(plan.nodeGroups, ({ count }) => count),
    usdPerHour: running,
    usdPerDay: running * hours,
  }
}

/** 22.5 is 22:30. */
function clock(hour: number): string {
  const minutes = Math.round(hour * 60) % (24 * 60)
  return [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0')).join(':')
}

/** A row a cluster and way to buy that any period uses, a column a period. */
function placesText({ periods }: SchedulePlan, width: number): string {
  const clusters = periods[0]!.problem.clusters.map(({ id }) => id)
  const places = clusters.flatMap((cluster) => (['on-demand', 'spot'] as const).map((capacity) => ({ cluster, capacity })))
  const headings = Object.fromEntries(periods.map(({ startHour }, at) => [`period${at}`, clock(startHour)]))
  const rows = places.map(({ cluster, capacity }) => ({
    cluster: capacity === 'spot' ? `${cluster}, spot` : cluster,
    ...Object.fromEntries(periods.map(({ plan }, at) => [`period${at}`, standing(plan, cluster, capacity)])),
  }))
  const used = rows.filter(({ cluster: _, ...cells }) => Object.values(cells).some((cell) => cell !== '–'))
  return table(used, { cluster: 'cluster', ...headings }, width)
}

function standing({ placements, nodeGroups }: Plan, cluster: string, capacity: 'on-demand' | 'spot'): string {
  const here = placements.filter((place) => place.cluster === cluster && place.capacityType === capacity)
  const groups = nodeGroups.filter((group) => group.cluster === cluster && capacityClass(group.capacityType) === capacity)
  const [replicas, nodes] = [total(here, (place) => place.replicas), total(groups, ({ count }) => count)]
  return nodes === 0 ? '–' : `${replicas} on ${nodes}`
}

const TRANSITION_HEADINGS = {
  change: 'change',
  moved: 'replicas moved',
  movesUsd: 'USD',
  started: 'nodes started',
  startsUsd: 'USD for them',
}

function transitionRow({ periods, cyclic }: SchedulePlan, { from, to, ...change }: SchedulePlan['transitions'][number]): Row {
  const into = clock(periods[to]!.startHour)
  const once = cyclic ? ', once' : ''
  return {
    change: from === 'today' ? `from today, at ${into}${once}` : `at ${into}`,
    moved: change.movedReplicas,
    movesUsd: usdPerDayText(change.movesUsd),
    started: change.startedNodes,
    startsUsd: usdPerDayText(change.startsUsd),
  }
}

const COST_WORDS = {
  nodes: 'nodes',
  egress: 'egress',
  interruption: 'interruptions of spot nodes',
  moves: 'moves between periods',
  starts: 'node starts between periods',
  fromToday: 'getting there from today, a day’s part',
} as const

function costsText({ usdPerDay }: SchedulePlan, width: number): string {
  const parts = (Object.keys(COST_WORDS) as (keyof typeof COST_WORDS)[]).map((part) => ({
    what: COST_WORDS[part],
    usdPerDay: usdPerDay[part],
  }))
  const rows = [...parts.filter((row) => row.usdPerDay > 0), { what: 'in all', usdPerDay: usdPerDay.total }]
  return table(rows, { what: '', usdPerDay: 'USD/day' }, width)
}

function comparedText({ usdPerDay, alternatives }: SchedulePlan, width: number): string {
  const { staticPeak, independent } = alternatives
  const rows = [
    { way: 'this schedule', usdPerDay: usdPerDay.total },
    ...(staticPeak ? [comparedRow('one plan for the peak, held all day', staticPeak, usdPerDay.total)] : []),
    ...(independent ? [comparedRow('each period for itself, and what its changes cost', independent, usdPerDay.total)] : []),
  ]
  return table(rows, { way: 'way', usdPerDay: 'USD/day', saves: 'the schedule saves', remark: '' }, width)
}

function comparedRow(way: string, { usdPerDay, keepsRules }: Alternative, own: number): Row {
  const saves = usdPerDay > 0 ? percentText((usdPerDay - own) / usdPerDay) : ''
  return { way, usdPerDay, saves, remark: keepsRules ? '' : 'breaks a rule' }
}
