import type { ResizeNodes, RightSize, ScaleReplicas, Step } from '../domain/step.ts'
import type { NightStep } from '../reports/findings.ts'
import { wrapped } from './text-layout.ts'

/** Steps for a person, in order: an agent's turn in one paragraph, led by the numbers that its steps have in steps.csv. */
export function stepsText(steps: readonly NightStep[], width: number): string {
  const turns = turnsOf(steps)
  const widest = Math.max(...turns.map(({ numbers }) => numbers.length))
  const lines = turns.map(({ numbers, text }) => `  ${numbers.padEnd(widest)}  ${wrapped(text, width - widest - 4, widest + 4)}\n`)
  return `  ${wrapped(ORDER, width - 2, 2)}\n${lines.join('')}`
}

const ORDER =
  'Nodes start first; replicas grow where they go and shrink elsewhere only once those are ready; nodes stop once they are empty. Each step has its line in steps.csv.'

interface Turn {
  readonly numbers: string
  readonly text: string
}

function turnsOf(steps: readonly NightStep[]): Turn[] {
  const turns: Step[][] = []
  for (const { step } of steps) {
    const turn = turns.at(-1)
    if (turn && continues(turn, step)) turn.push(step)
    else turns.push([step])
  }
  let before = 0
  return turns.map((turn) => {
    const numbers = turn.length === 1 ? `${before + 1}` : `${before + 1}–${before + turn.length}`
    before += turn.length
    return { numbers, text: textOf(turn) }
  })
}

/** Nodes that start, one agent's replicas and nodes that stop are one turn, in this order; so are all requests. */
function continues(turn: readonly Step[], step: Step): boolean {
  const last = turn.at(-1)!
  if (step.kind === 'right-size' || last.kind === 'right-size') return step.kind === last.kind
  if (PHASES[step.kind] < PHASES[last.kind]) return false
  return isOfNodes(step) || isOfNodes(last) || step.agent === last.agent
}

const PHASES = { 'start-nodes': 0, grow: 1, wait: 1, shrink: 1, 'stop-nodes': 2 }

const isOfNodes = (step: Step): step is ResizeNodes => step.kind === 'start-nodes' || step.kind === 'stop-nodes'
const isOfReplicas = (step: Step): step is ScaleReplicas => step.kind === 'grow' || step.kind === 'shrink'

function textOf(turn: readonly Step[]): string {
  const requests = turn.filter((step) => step.kind === 'right-size')
  if (requests.length > 0) return `Set requests: ${requests.map(requestsText).join('; ')}`
  const [nodes, replicas] = [turn.filter(isOfNodes), turn.filter(isOfReplicas)]
  const parts = [...nodesTexts('start', nodes), ...replicasTexts(replicas), ...nodesTexts('stop', nodes)]
  const text = parts.join('; ')
  return replicas[0] ? `${replicas[0].agent}: ${text}` : `${text.charAt(0).toUpperCase()}${text.slice(1)}`
}

/** Where replicas change, each place with the numbers that it passes through. */
function replicasTexts(steps: readonly ScaleReplicas[]): string[] {
  const places = Map.groupBy(steps, ({ cluster, capacityType }) => (capacityType === 'spot' ? `${cluster} on spot` : cluster))
  return [...places].map(([place, own]) => unbroken(`${place} ${[own[0]!.from, ...own.map(({ to }) => to)].join(' → ')}`))
}

/** Nodes by cluster and offer; zones are left to steps.csv. */
function nodesTexts(verb: 'start' | 'stop', steps: readonly ResizeNodes[]): string[] {
  const clusters = Map.groupBy(
    steps.filter(({ kind }) => kind === `${verb}-nodes`),
    ({ cluster }) => cluster,
  )
  const parts = [...clusters].map(([cluster, own]) => `${countsText(own)} in ${cluster}`)
  return parts.length === 0 ? [] : [`${verb} ${parts.join(', ')}`]
}

function countsText(steps: readonly ResizeNodes[]): string {
  const offers = Map.groupBy(steps, ({ capacityType, instanceType }) => `${capacityType} ${instanceType}`)
  const counts = [...offers].map(([offer, own]) => unbroken(`${own.reduce((sum, { from, to }) => sum + Math.abs(to - from), 0)} ${offer}`))
  return counts.join(' and ')
}

/** What is read as one stays on one line. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

function requestsText({ agent, from, to }: RightSize): string {
  const changes = [
    from.cpu === to.cpu ? '' : `${round(from.cpu)} → ${round(to.cpu)} vCPU`,
    from.memoryGiB === to.memoryGiB ? '' : `${round(from.memoryGiB)} → ${round(to.memoryGiB)} GiB`,
    from.gpu === to.gpu ? '' : `${from.gpu ?? 0} → ${to.gpu ?? 0} GPU`,
  ]
  return unbroken(`${agent} ${changes.filter((change) => change !== '').join(', ')}`)
}

const round = (amount: number): number => Math.round(amount * 1000) / 1000
