import { expect, it } from 'vitest'
import { demandByHour } from '../../src/demand/demand-by-hour.ts'
import { aFleet, aFleetAgent } from '../builders.ts'

const byHour = (first: number, others: number) => [first, ...Array<number>(23).fill(others)]

it('an agent that says replicas by the hour wants as many', () => {
  expect(demandByHour(aFleet({ agents: [aFleetAgent({ demandByHour: byHour(5, 2) })] }))).toEqual({ support: byHour(5, 2) })
})

it('a load by the hour wants replicas to carry it, and never fewer than the agent’s least', () => {
  const demand = { load: 100, perReplica: 20, unit: 'conversations', minReplicas: 2 }
  const agents = [aFleetAgent({ demand, demandByHour: byHour(90, 10) })]
  expect(demandByHour(aFleet({ agents }))).toEqual({ support: byHour(5, 2) })
})

it('an agent that says nothing of hours is left out', () => {
  expect(demandByHour(aFleet())).toEqual({})
})
