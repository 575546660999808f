import type { Step } from '../domain/step.ts'
import type { Findings } from './findings.ts'
import type { Report, Row } from './report.ts'

/** What is to be done, in order: a row a step. */
export const stepsReport: Report = {
  name: 'steps',
  summary: 'what is to be done to come from today to the plan, in order',
  columns: [
    'step',
    'action',
    'agent',
    'cluster',
    'instanceType',
    'zone',
    'capacityType',
    'from',
    'to',
    'vcpuFrom',
    'vcpuTo',
    'memoryGiBFrom',
    'memoryGiBTo',
    'text',
  ],
  headings: { step: '', text: 'what is done' },
  rows: ({ steps }: Findings): Row[] => steps.map(({ step, text }, at) => ({ step: at + 1, action: step.kind, ...detailsOf(step), text })),
}

function detailsOf(step: Step): Row {
  switch (step.kind) {
    case 'start-nodes':
    case 'stop-nodes':
      return { ...placeOf(step), instanceType: step.instanceType, zone: step.zone, from: step.from, to: step.to }
    case 'grow':
    case 'shrink':
      return { ...placeOf(step), agent: step.agent, from: step.from, to: step.to }
    case 'wait':
      return { ...placeOf(step), agent: step.agent, to: step.replicas }
    case 'right-size':
      return {
        agent: step.agent,
        vcpuFrom: step.from.cpu,
        vcpuTo: step.to.cpu,
        memoryGiBFrom: step.from.memoryGiB,
        memoryGiBTo: step.to.memoryGiB,
      }
  }
}

const placeOf = ({ cluster, capacityType }: { cluster: string; capacityType: string }) => ({ cluster, capacityType })
