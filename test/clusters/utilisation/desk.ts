import type { ClusterSnapshot, DeploymentObject } from '../../../src/clusters/kubernetes/snapshot.ts'
import type { FleetAgent } from '../../../src/domain/fleet.ts'
import type { Policy } from '../../../src/domain/policy.ts'
import { aFleetAgent } from '../../builders.ts'
import { localServer } from '../../prices/local-server.ts'
import { aDeployment, named } from '../kubernetes/agents/fleet-of-agents.ts'
import { aPod, aSnapshot } from '../kubernetes/capacity/snapshots.ts'

export const NOW = new Date('2026-07-20T00:00:00Z')

/** Two replicas with a GPU and a memory limit of 4 GiB each. */
export const SUPPORT: DeploymentObject = aDeployment({
  template: { requests: { cpu: 2, memoryGiB: 4, gpu: 1 }, limits: { memoryGiB: 4 } },
})

const CANARY: DeploymentObject = aDeployment({ name: 'support-canary', labels: {} })

export const POD = 'support-7d9f8b6c5d-bcdfg'

const set = {
  ...named('support-7d9f8b6c5d', { namespace: 'desk', uid: 'set' }),
  owners: [{ kind: 'Deployment', name: 'support', uid: SUPPORT.uid, isController: true }],
}
const pod = aPod({
  name: POD,
  namespace: 'desk',
  uid: POD,
  owners: [{ kind: 'ReplicaSet', name: set.name, uid: set.uid, isController: true }],
  requests: SUPPORT.template.requests,
})

/** Dublin with `support`, one pod of it, and another Deployment whose name begins alike. */
export const DESK: ClusterSnapshot = aSnapshot({ deployments: [SUPPORT, CANARY], replicaSets: [set], pods: [pod] })

/** The same with the pod as it is told here. */
export const deskWithPod = (part: Partial<typeof pod>, more: Partial<ClusterSnapshot> = {}): ClusterSnapshot => ({
  ...DESK,
  pods: [{ ...pod, ...part }],
  ...more,
})

export const agentOf = ({ name, namespace, replicas }: DeploymentObject, policy: Policy = {}): FleetAgent =>
  aFleetAgent({
    id: 'support',
    policy,
    deployments: [
      {
        cluster: 'dublin',
        namespace,
        name,
        capacityType: 'on-demand',
        isBound: true,
        replicas,
        readyReplicas: replicas,
        owner: { kind: 'none' },
        control: 'replicas',
      },
    ],
  })

/** An address of this machine where nothing stands any more. */
export async function nobodyListens(): Promise<string> {
  await using server = await localServer(() => undefined)
  return server.base
}
