import type { Agent } from '../domain/problem.ts'
import type { NodePool, Step } from '../domain/step.ts'

/** What a step does, in a sentence for people. */
export function stepText(step: Step): string {
  switch (step.kind) {
    case 'start-nodes':
      return `Start ${nodesText(step, step.to - step.from)}: ${step.from} → ${step.to}.`
    case 'stop-nodes':
      return `Stop ${nodesText(step, step.from - step.to)}, empty by now: ${step.from} → ${step.to}.`
    case 'grow':
      return `Grow ${step.agent} in ${step.cluster} on ${step.capacityType} nodes from ${step.from} to ${replicas(step.to)}.`
    case 'shrink':
      return `Shrink ${step.agent} in ${step.cluster} on ${step.capacityType} nodes from ${step.from} to ${replicas(step.to)}.`
    case 'wait':
      return `Wait until ${replicas(step.replicas)} of ${step.agent} in ${step.cluster} on ${step.capacityType} nodes ${step.replicas === 1 ? 'is' : 'are'} ready.`
    case 'right-size':
      return `Set what a replica of ${step.agent} asks for from ${requestsText(step.from)} to ${requestsText(step.to)}.`
  }
}

function nodesText({ cluster, instanceType, capacityType, zone }: NodePool, count: number): string {
  const where = zone === undefined ? cluster : `${cluster}, zone ${zone}`
  return `${count} ${capacityType} ${count === 1 ? 'node' : 'nodes'} ${instanceType} in ${where}`
}

const replicas = (count: number): string => `${count} ${count === 1 ? 'replica' : 'replicas'}`

function requestsText({ cpu, memoryGiB, gpu = 0 }: Agent['requests']): string {
  const parts = [`${round(cpu)} vCPU`, `${round(memoryGiB)} GiB`, ...(gpu > 0 ? [`${gpu} GPU`] : [])]
  return parts.join(', ')
}

const round = (amount: number): number => Math.round(amount * 1000) / 1000
