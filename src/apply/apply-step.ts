import { isDeepStrictEqual } from 'node:util'
import type { Step } from '../domain/step.ts'
import { PlanOutdatedError } from './apply-error.ts'
import { nodesSetting, replicasSetting, requestsSetting, type Setting, type WriteContext, writeAudited } from './audited-writes.ts'
import type { ClusterWriter } from './cluster-writer.ts'

/** Does one step. Rejects with PlanOutdatedError where the fleet is not as the step expects it, and with what the cluster says. */
export async function applyStep(step: Step, writer: ClusterWriter, context: WriteContext): Promise<void> {
  switch (step.kind) {
    case 'start-nodes':
    case 'stop-nodes':
      return change(nodesSetting(writer, step), step.from, step.to, context)
    case 'grow':
    case 'shrink':
      return change(replicasSetting(writer, step, step.layout), step.from, step.to, context)
    case 'wait':
      return writer.waitUntilReady({ agent: step.agent, cluster: step.cluster, capacityType: step.capacityType }, step.replicas)
    case 'right-size':
      return change(requestsSetting(writer, step.agent), step.from, step.to, context)
  }
}

async function change<Value>(setting: Setting<Value>, from: Value, to: Value, context: WriteContext): Promise<void> {
  const old = await setting.read()
  if (!isDeepStrictEqual(old, from)) {
    const [seen, expected] = [JSON.stringify(old), JSON.stringify(from)]
    throw new PlanOutdatedError(`${setting.what}: ${seen} now, ${expected} when the steps were planned; plan again from the fleet as it is`)
  }
  await writeAudited(setting, old, to, context)
}
