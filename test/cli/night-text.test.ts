import { describe, expect, it } from 'vitest'
import { nightText, noPlanText } from '../../src/cli/night-text.ts'
import { stepsText } from '../../src/cli/steps-text.ts'
import type { Step } from '../../src/domain/step.ts'
import type { Strategy } from '../../src/reports/findings.ts'
import type { Night } from '../../src/reports/night.ts'
import { APART, aNight, asPlan, TOGETHER } from '../reports/a-night.ts'

const terminal = { width: 100, bold: (text: string) => text }
const showing = { out: 'out', applyCommand: './scripts/nightly --apply', reportCommand: 'npx ballast report strategies', terminal }
const step = (of: Step) => ({ step: of, text: '' })
const SHRINK: Step = { kind: 'shrink', agent: 'support', cluster: 'dublin', capacityType: 'spot', from: 2, to: 0, layout: [] }
const TODAY: Strategy = {
  name: 'today',
  cost: { usdPerHour: 2.8 },
  comparableCost: { usdPerHour: 2.8, agents: 2 },
  placedAgents: 2,
  agentsThatRunOn: { node: 0, zone: 0, cluster: 0, region: 0, cloud: 0, spot: 1 },
  unplaceable: [],
  unplaceableIsMinimal: true,
  notes: [],
}

function aToldNight(part: Partial<Night> = {}): Night {
  const saving = { todayUsdPerHour: 2.9, afterUsdPerHour: 2, savingUsdPerHour: 0.9, savingUsdPerMonth: 657, savingShare: 0.9 / 2.9 }
  return {
    ...aNight({ strategies: [TODAY] }),
    runId: '7',
    at: '2026-07-20T02:00:00.000Z',
    fleet: { name: 'tiny', simulated: true },
    decision: { kind: 'move', sentences: ['Move.'], why: [], ...saving },
    steps: [step(SHRINK)],
    notes: ['a note'],
    applied: false,
    ...part,
  }
}

const section = (text: string, title: string): string => text.split(/\n(?=[A-Z][a-z]+)/).find((part) => part.startsWith(title)) ?? ''

describe('a night told to a person', () => {
  it('begins with what it saves', () => {
    expect(nightText(aToldNight(), showing)).toMatch(
      /^Saves 0\.900 USD\/h = 657 USD\/month, 31\.0 % of today’s cost\. 2\.900 → 2\.000 USD\/h\.\n/,
    )
  })

  it('says what rules or demand cost, where they cost more than today', () => {
    const { decision } = aToldNight()
    const dearer = { ...decision, savingUsdPerHour: -1, savingUsdPerMonth: -730, why: ['Today breaks a rule of support: no spot.'] }
    const text = nightText(aToldNight({ decision: dearer }), showing)
    expect(text).toMatch(/^Costs 1\.000 USD\/h = 730 USD\/month more than today\..*\nToday breaks a rule of support: no spot\.\n/)
  })

  it('tells the cost by cloud and in all, the bound that is proved, and the age of the prices', () => {
    const text = nightText(aToldNight(), showing)
    expect(section(text, 'Cost')).toMatch(/aws +1 +0 +0\.900 +0\.000/)
    expect(section(text, 'Cost')).toMatch(/in all +2 +1 +2\.900 +2\.000 +2,117 +1,460/)
    expect(text).toMatch(/no plan that keeps the rules can cost less than 2\.000 USD\/h, so this one is within 0\.0 %/)
    expect(text).toMatch(/Prices are those that come with Ballast, from 2026-07-01\./)
  })

  it('warns of prices beside the first figure and not again, and offers no steps where nothing may be acted on', () => {
    const prices = { asOf: '2026-07-01', warnings: ['They are 80 h old.', 'Two jumped.'], mayAct: false }
    const text = nightText(aToldNight({ prices, notes: ['Two jumped.', 'They are 80 h old.', 'a note'] }), showing)
    expect(text.split('\n').slice(1, 3)).toEqual(['Warning: They are 80 h old.', 'Warning: Two jumped.'])
    expect(section(text, 'Notes')).toBe('Notes\n  a note\n')
    expect(section(text, 'Next')).toMatch(/ballast prices refresh/)
    expect(section(text, 'Next')).not.toMatch(/--apply/)
  })

  it('tells what changed in prices since the last night, with the cost', () => {
    const since = { runId: '6', at: '2026-07-19T02:00:00.000Z' }
    const priceChanges = { since, offers: [], lastPlan: { thenUsdPerHour: 2, nowUsdPerHour: 2 } }
    expect(section(nightText(aToldNight({ priceChanges }), showing), 'Cost')).toMatch(
      /Since the last night \(2026-07-19 02:00 UTC\) no price/,
    )
    expect(nightText(aToldNight(), showing)).not.toMatch(/Since the last night/)
  })

  it('tells of each agent where it runs and why that keeps its rules', () => {
    expect(section(nightText(aToldNight(), showing), 'Where')).toMatch(
      /support: berlin ×2\n {4}✓ demand +2 run, 2 wanted\n {4}✓ no spot +all 2 on demand\n/,
    )
  })

  it('ends with what to do next', () => {
    const next = (part: Partial<Night>) => section(nightText(aToldNight(part), showing), 'Next')
    expect(next({})).toMatch(/\.\/scripts\/nightly --apply/)
    expect(next({ applied: true })).toMatch(/were taken/)
    expect(next({ refusal: 'no room' })).toMatch(/Mend what hinders/)
    const { decision } = aToldNight()
    expect(next({ decision: { ...decision, kind: 'stay' }, steps: [] })).toMatch(/Nothing, until/)
  })

  it('fits 100 columns and holds no control characters', () => {
    const text = nightText(aToldNight({ notes: ['word '.repeat(50)] }), showing)
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    expect([...text].filter((letter) => letter < ' ' && letter !== '\n')).toEqual([])
  })

  it('without a plan names the constraints that cannot hold together', () => {
    const conflict = [{ constraint: 'quota', cluster: 'dublin', detail: 'at most 1 node' }]
    const plan = { ...asPlan(TOGETHER), status: 'infeasible' as const, conflict, conflictIsMinimal: false }
    const text = noPlanText({ ...aToldNight(), plan }, showing)
    expect(text).toMatch(
      /^Nothing is moved: there is no plan for tiny\.\ninfeasible: .*not shown.*\n {2}quota \(dublin\): at most 1 node\n/,
    )
  })
})

describe('steps told to a person', () => {
  const at = { agent: 'support', cluster: 'berlin', capacityType: 'on-demand' as const }
  const node = { instanceType: 'm.xlarge', capacityType: 'on-demand' as const }
  const GROW: Step = { kind: 'grow', ...at, from: 0, to: 2, layout: [] }
  const told = (steps: Step[]) => stepsText(steps.map(step), 100).split('\n').slice(2, -1)

  it('say first in which order each turn goes, and where every step can be read', () => {
    expect(stepsText([step(SHRINK)], 100)).toMatch(/^ {2}Nodes start first; .*once those are ready;\n {2}.*steps\.csv\.\n/)
  })

  it('an agent’s turn is one paragraph, with the numbers of its steps, whatever zones its nodes are in', () => {
    const steps: Step[] = [
      { kind: 'right-size', agent: 'retriever', from: { cpu: 2, memoryGiB: 4 }, to: { cpu: 1, memoryGiB: 4 } },
      { kind: 'start-nodes', cluster: 'berlin', ...node, zone: 'a', from: 0, to: 2 },
      { kind: 'start-nodes', cluster: 'berlin', ...node, zone: 'b', from: 1, to: 2 },
      GROW,
      { kind: 'wait', ...at, replicas: 2 },
      SHRINK,
      { kind: 'stop-nodes', cluster: 'dublin', ...node, capacityType: 'spot', from: 1, to: 0 },
    ]
    expect(told(steps)).toEqual([
      '  1    Set requests: retriever 2 → 1 vCPU',
      '  2–7  support: start 3 on-demand m.xlarge in berlin; berlin 0 → 2; dublin on spot 2 → 0; stop',
      '       1 spot m.xlarge in dublin',
    ])
  })

  it('a place that grows and shrinks is told with each number that it passes through', () => {
    const back: Step = { kind: 'shrink', ...at, from: 2, to: 1, layout: [] }
    expect(told([GROW, back])).toEqual(['  1–2  support: berlin 0 → 2 → 1'])
  })

  it('another agent, and nodes that start after others have stopped, begin another turn', () => {
    const start: Step = { kind: 'start-nodes', cluster: 'berlin', ...node, from: 0, to: 1 }
    const stop: Step = { kind: 'stop-nodes', cluster: 'dublin', ...node, from: 1, to: 0 }
    expect(told([stop, start, GROW, { ...GROW, agent: 'archive' }])).toEqual([
      '  1    Stop 1 on-demand m.xlarge in dublin',
      '  2–3  support: start 1 on-demand m.xlarge in berlin; berlin 0 → 2',
      '  4    archive: berlin 0 → 2',
    ])
  })
})

describe('what is preferred', () => {
  const cost = { usdPerHour: 0.5, leastUsdPerHour: 0.25, mostUsdPerHour: 0.75 }
  const held = (agent: string) => ({ agent, replicasHeldBack: 2, why: 'they save too little', isFollowed: true })
  const balance = { name: 'balance of moves', asked: 'half the share', agents: [held('support'), held('retriever')], cost } as const
  const preferences = [
    { ...balance, name: 'pinned placement', agents: [], cost: { usdPerHour: 0, leastUsdPerHour: 0, mostUsdPerHour: 0 } } as const,
    balance,
  ]

  it('is told with what it costs a month, between which bounds, whom it held back and why', () => {
    const text = section(nightText(aToldNight({ preferences }), showing), 'Preferences')
    expect(text).toMatch(/pinned placement +0 +0 +0\.000 +0 /)
    expect(text).toMatch(/balance of moves +2 +4 +0\.500 +365 +0\.250 +0\.750\n/)
    expect(text).toMatch(/balance of moves: half the share\. support \(2\), retriever \(2\): they save too little\./)
    expect(text).not.toMatch(/pinned placement: half/)
  })

  it('stands beside how far the plan is from the optimum, where it is why', () => {
    expect(nightText(aToldNight({ preferences }), showing)).toMatch(/Preferences account for\s+0\.500 USD\/h of that/)
    expect(nightText(aToldNight(), showing)).not.toMatch(/Preferences account/)
  })
})

describe('what costs are compared', () => {
  it('an agent that a strategy cannot place is named, and doubt about it as well', () => {
    const alone = { ...TODAY, name: 'aws alone', unplaceable: ['archive'], unplaceableIsMinimal: false, notes: ['without caps'] }
    const text = nightText(aToldNight({ strategies: [TODAY, alone], plan: asPlan(APART) }), showing)
    expect(text).toMatch(/aws alone cannot place archive \(not shown that all of them must be left out\)\./)
    expect(text).toMatch(/aws alone: without caps\./)
  })
})
