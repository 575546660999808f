import { describe, expect, it } from 'vitest'
import type { AgentDeployment } from '../../src/domain/agent-deployment.ts'
import type { Step } from '../../src/domain/step.ts'
import { stepAdvice } from '../../src/plan/step-advice.ts'
import { aFleetAgent } from '../builders.ts'

const grow: Step = { kind: 'grow', agent: 'support', cluster: 'dublin', capacityType: 'on-demand', from: 1, to: 2, layout: [] }
const requests = { cpu: 1, memoryGiB: 4 }
const rightSize: Step = { kind: 'right-size', agent: 'support', from: requests, to: requests }

const deployment = (part: Partial<AgentDeployment> = {}): AgentDeployment => ({
  ...{ cluster: 'dublin', namespace: 'desk', name: 'support', capacityType: 'on-demand', isBound: false },
  ...{ replicas: 1, readyReplicas: 1, owner: { kind: 'none' }, control: 'replicas' },
  ...part,
})
const advice = (step: Step, ...deployments: AgentDeployment[]) => stepAdvice(step, { agents: [aFleetAgent({ deployments })] })
const HPA = { kind: 'autoscaler', name: 'hpa', minReplicas: 1, maxReplicas: 3 } as const

describe('what somebody else must do for a step', () => {
  it('is nothing where Ballast may scale, nothing real stands behind it, or only nodes change', () => {
    expect(advice(grow, deployment())).toBeUndefined()
    expect(stepAdvice(grow, { agents: [aFleetAgent()] })).toBeUndefined()
    const start: Step = { kind: 'start-nodes', cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand', from: 0, to: 1 }
    expect(advice(start, deployment({ control: 'advice' }))).toBeUndefined()
  })

  it('is to set the bounds of what scales it', () => {
    expect(advice(grow, deployment({ owner: HPA, control: 'bounds' }))).toMatch(
      /Deployment desk\/support in dublin is scaled by the autoscaler hpa within 1 to 3; set these bounds/,
    )
  })

  it('is told with its reason where nothing may be set', () => {
    const owner = { kind: 'argo-cd', name: 'app' } as const
    const owned = deployment({ owner, control: 'advice', because: 'Argo CD writes its replicas from Git' })
    expect(advice(grow, owned)).toBe(
      "Advice: Deployment desk/support in dublin is not Ballast's to scale: Argo CD writes its replicas from Git.",
    )
    expect(advice(rightSize, owned)).toMatch(/written by argo-cd; change it at its source/)
  })

  it('is nothing where another of its Deployments there may be scaled', () => {
    const bound = { isBound: true } as const
    expect(advice(grow, deployment({ owner: HPA, control: 'bounds', capacityType: 'spot', ...bound }), deployment(bound))).toBeUndefined()
  })
})
