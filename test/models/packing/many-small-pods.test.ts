import { expect, it } from 'vitest'
import { buildInstance } from '../../../models/instance/instance.ts'
import { everyFilledNode } from '../../../models/placement/whole-nodes.ts'
import { optimise } from '../../../src/optimise/index.ts'
import { anAgent, aProblem } from '../../builders.ts'
import { dublin } from '../places.ts'

const thirty = aProblem({
  clusters: [dublin()],
  agents: Array.from({ length: 30 }, (_, i) => anAgent({ id: `agent-${i}`, requests: { cpu: 0.01, memoryGiB: 0.01 } })),
})

it('thirty small agents that all fit on one node have too many ways to stand there to be tried one by one', () => {
  expect(everyFilledNode(buildInstance(thirty), 4_000)).toBeUndefined()
})

it('and are placed on that one node all the same', async () => {
  const plan = await optimise(thirty, { gap: 1e-4 })
  expect(plan).toMatchObject({ status: 'optimal', nodeGroups: [{ count: 1 }] })
})
