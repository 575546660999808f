import { expect, it } from 'vitest'
import type { DeploymentObject } from '../../../../src/clusters/kubernetes/snapshot.ts'
import { aClusterWith, aDeployment, only, read } from './fleet-of-agents.ts'

const agentOf = (...deployments: DeploymentObject[]) => only(read([aClusterWith(deployments)]))

it('what a replica may take at most is the least that its Deployments allow, and absent where none limits it', () => {
  const one = aDeployment({ name: 'one', template: { limits: { cpu: 4, memoryGiB: 8 } } })
  const two = aDeployment({ name: 'two', template: { limits: { cpu: 2 } } })
  expect(agentOf(one, two).limits).toEqual({ cpu: 2, memoryGiB: 8 })
  expect(agentOf(aDeployment())).not.toHaveProperty('limits')
})
