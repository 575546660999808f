import type { InstanceAgent, Machine } from '../../../models/instance/instance.ts'
import { accepts } from '../../domain/problem.ts'
import type { SearchSpace } from './space.ts'

/**
 * Whether a machine accepts an agent's pods, whatever their size: told by kinds of pods and kinds of machines, so that the table stays small
 * enough to be at hand in the innermost loops, where `holds` of a large problem is not.
 */
export class Acceptance {
  /** By agent: where its row starts in `table`. */
  readonly row: Int32Array
  /** By machine: its column. */
  readonly column: Int32Array
  /** 1 at row + column where the pods are accepted. */
  readonly table: Uint8Array

  constructor({ instance: { agents, machines } }: SearchSpace) {
    const named = new Set(agents.flatMap(({ agent }) => agent.instanceTypes ?? []))
    const pods = kindsOf(agents, podKind)
    const nodes = kindsOf(machines, (machine) => machineKind(machine, named))
    const columns = nodes.examples.length
    this.row = pods.kinds.map((kind) => kind * columns)
    this.column = nodes.kinds
    this.table = Uint8Array.from(pods.examples.flatMap(({ agent }) => nodes.examples.map(({ offer }) => (accepts(agent, offer) ? 1 : 0))))
  }

  has(agent: number, machine: number): boolean {
    return this.table[this.row[agent] + this.column[machine]] === 1
  }
}

function podKind({ agent }: InstanceAgent): string {
  const hasGpu = (agent.requests.gpu ?? 0) > 0
  return JSON.stringify([agent.arch ?? 'any', hasGpu && (agent.gpuModels ?? 'any'), agent.instanceTypes ?? 'any', agent.tolerates ?? []])
}

/** The instance type counts only where some agent asks for it by name. */
function machineKind({ offer }: Machine, named: ReadonlySet<string>): string {
  const { arch, gpuModel, instanceType, taints = [] } = offer
  return JSON.stringify([arch, gpuModel, taints, named.has(instanceType) && instanceType])
}

/** The number of each item's kind, and the first item of each kind. */
function kindsOf<T>(items: readonly T[], kindOf: (item: T) => string): { kinds: Int32Array; examples: T[] } {
  const known = new Map<string, number>()
  const examples: T[] = []
  const kinds = Int32Array.from(items, (item) => {
    const key = kindOf(item)
    const kind = known.get(key) ?? examples.push(item) - 1
    known.set(key, kind)
    return kind
  })
  return { kinds, examples }
}
