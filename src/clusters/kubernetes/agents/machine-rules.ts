import type { MachineShape } from '../../../domain/catalogue.ts'
import type { FleetAgent } from '../../../domain/fleet.ts'
import type { Arch } from '../../../domain/problem.ts'
import type { OptedIn } from './opted-in.ts'
import type { Reach } from './reach.ts'
import { aboutAgent, aboutDeployment, beyondWords, contradiction, type Told } from './told.ts'

/** A Deployment with what its spec says of nodes. */
export interface PlacedPart extends OptedIn {
  readonly reach: Reach
}

export type MachineRules = Pick<FleetAgent, 'arch' | 'gpuModels' | 'instanceTypes'>

/** The machines of one cluster, and those of them that one Deployment's pods take. */
interface Taken {
  readonly part: PlacedPart
  readonly all: readonly MachineShape[]
  readonly own: readonly MachineShape[]
}

/** What all of an agent's Deployments together say of machines, in as few of the contract's words as say it exactly. */
export function machineRules(agent: string, parts: readonly PlacedPart[], gpus: number): { rules: MachineRules; told: Told[] } {
  const taken = parts.map((part) => takenBy(part, gpus))
  const told = parts.flatMap(({ reach: { refusal }, snapshot, deployment }) =>
    refusal ? [(refusal.isImpossible ? contradiction : beyondWords)(aboutDeployment(snapshot.cluster, deployment), refusal.why)] : [],
  )
  if (gpus > 0 && taken.every(({ own }) => own.length === 0))
    told.push(contradiction(aboutAgent(agent), `asks for ${gpus} GPUs, and no cluster in which it has a Deployment has a machine for that`))
  const arch = [...new Set(taken.flatMap(({ own }) => own.map((machine) => machine.arch)))].sort()
  const gpuModels = [...new Set(taken.flatMap(({ own }) => own.map((machine) => machine.gpuModel)))].sort()
  const says = {
    arch: parts.some(({ reach }) => reach.saysArch) || arch.join() !== 'amd64',
    gpu: gpus > 0 && parts.some(({ reach }) => reach.saysGpu),
  }
  const broad = { ...(says.arch && arch.length > 0 ? { arch } : {}), ...(says.gpu && gpuModels.length > 0 ? { gpuModels } : {}) }
  if (isExact(taken, broad)) return { rules: broad, told }
  const instanceTypes = [...new Set(taken.flatMap(({ own }) => own.map((machine) => machine.instanceType)))].sort()
  const rules = { ...broad, instanceTypes }
  return { rules, told: isExact(taken, rules) ? told : [...told, differing(agent, parts)] }
}

function takenBy(part: PlacedPart, gpus: number): Taken {
  const { reach, site } = part
  const machines = gpus === 0 ? site.kinds.machines : site.kinds.machines.filter(({ gpu }) => gpu > 0)
  const reached = machines.filter(({ instanceType }) => reach.types?.has(instanceType) ?? true)
  const arch = archOf(part, reached)
  return { part, all: machines, own: reached.filter((machine) => arch.has(machine.arch)) }
}

/** An image is taken to run on amd64, and on what it runs on today; its spec may say otherwise. */
function archOf({ reach, pods, site }: PlacedPart, reached: readonly MachineShape[]): ReadonlySet<Arch> {
  const all = new Set(reached.map(({ arch }) => arch))
  if (reach.saysArch || !all.has('amd64')) return all
  return new Set<Arch>(['amd64', ...pods.standing.flatMap(({ node }) => site.kinds.kindOf(node)?.machine.arch ?? [])])
}

/** Whether the rules leave each Deployment just the machines that it takes: the contract knows one list for all clusters. */
function isExact(taken: readonly Taken[], { arch = ['amd64'], gpuModels, instanceTypes }: MachineRules): boolean {
  const types = instanceTypes && new Set(instanceTypes)
  return taken.every(({ all, own }) => {
    const left = all.filter(
      (machine) =>
        arch.includes(machine.arch) && (gpuModels?.includes(machine.gpuModel) ?? true) && (types?.has(machine.instanceType) ?? true),
    )
    return left.length === own.length
  })
}

function differing(agent: string, parts: readonly PlacedPart[]): Told {
  const places = parts.map(({ snapshot, deployment }) => `${snapshot.cluster} ${deployment.name}`).join(', ')
  const message = `its Deployments (${places}) take different machines of one provider, and a plan knows one list for all`
  return beyondWords(aboutAgent(agent), message, 'give them the same node selector')
}
