import type { RightSize, Step } from '../domain/step.ts'
import type { NightStep } from '../reports/findings.ts'
import { wrapped } from './text-layout.ts'

/** Steps for a person, in order: those that belong together in one paragraph, led by the numbers that they have in steps.csv. */
export function stepsText(steps: readonly NightStep[], width: number): string {
  const groups = grouped(steps)
  const widest = Math.max(...groups.map(({ numbers }) => numbers.length))
  return groups.map(({ numbers, text }) => `  ${numbers.padEnd(widest)}  ${wrapped(text, width - widest - 4, widest + 4)}\n`).join('')
}

interface Group {
  readonly numbers: string
  readonly text: string
}

function grouped(steps: readonly NightStep[]): Group[] {
  const groups: { first: number; key: string; steps: Step[] }[] = []
  for (const [at, { step }] of steps.entries()) {
    const last = groups.at(-1)
    if (last?.key === keyOf(step)) last.steps.push(step)
    else groups.push({ first: at + 1, key: keyOf(step), steps: [step] })
  }
  return groups.map(({ first, steps: own }) => ({
    numbers: own.length === 1 ? `${first}` : `${first}–${first + own.length - 1}`,
    text: textOf(own),
  }))
}

/** An agent's turn belongs together; so do requests, and nodes that start or stop. */
function keyOf(step: Step): string {
  return step.kind === 'grow' || step.kind === 'shrink' || step.kind === 'wait' ? step.agent : step.kind
}

const LEADS: Partial<Record<Step['kind'], string>> = { 'right-size': 'Set requests: ', 'start-nodes': 'Start ', 'stop-nodes': 'Stop ' }

function textOf(steps: readonly Step[]): string {
  const [first] = steps
  const lead = LEADS[first!.kind] ?? ('agent' in first! ? `${first.agent}: ` : '')
  return lead + steps.map(briefly).join(first!.kind === 'right-size' ? '; ' : ', ')
}

function briefly(step: Step): string {
  switch (step.kind) {
    case 'right-size':
      return requestsText(step)
    case 'start-nodes':
    case 'stop-nodes': {
      const where = step.zone === undefined ? step.cluster : `${step.cluster} (zone ${step.zone})`
      return `${Math.abs(step.to - step.from)} ${step.capacityType} ${step.instanceType} in ${where}`
    }
    case 'grow':
    case 'shrink':
      return `${unbroken(`${step.kind} ${step.from} → ${step.to} in `)}${step.cluster}${onSpot(step)}`
    case 'wait':
      return `${unbroken(`wait for ${step.replicas} in `)}${step.cluster}${onSpot(step)}`
  }
}

/** What is read as one stays on one line. */
const unbroken = (text: string): string => text.replaceAll(' ', '\u00a0')

const onSpot = ({ capacityType }: { capacityType: string }): string => (capacityType === 'spot' ? ' on spot' : '')

function requestsText({ agent, from, to }: RightSize): string {
  const changes = [
    from.cpu === to.cpu ? '' : `${round(from.cpu)} → ${round(to.cpu)} vCPU`,
    from.memoryGiB === to.memoryGiB ? '' : `${round(from.memoryGiB)} → ${round(to.memoryGiB)} GiB`,
    from.gpu === to.gpu ? '' : `${from.gpu ?? 0} → ${to.gpu ?? 0} GPU`,
  ]
  return unbroken(`${agent} ${changes.filter((change) => change !== '').join(', ')}`)
}

const round = (amount: number): number => Math.round(amount * 1000) / 1000
