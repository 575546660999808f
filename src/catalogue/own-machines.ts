import type { Catalogue, Machine } from '../domain/catalogue.ts'
import { InputError, type InputIssue } from '../domain/input-error.ts'
import { didYouMean } from '../domain/nearest-name.ts'
import type { OwnMachine } from '../prices/file/own-machines.ts'

/**
 * A user's machines as what they say they are, or else as what the catalogue knows of their type, in that region or in another.
 * Throws InputError where neither says.
 */
export function shapedMachines(catalogue: Catalogue, own: readonly OwnMachine[], source: string): Machine[] {
  const issues: InputIssue[] = []
  const machines = own.map(({ shape, line: _, ...machine }) => ({ ...(shape ?? knownShape(catalogue, machine)), ...machine }))
  for (const [at, { line }] of own.entries()) if (!isShaped(machines[at]!)) issues.push(unknownMachine(catalogue, own[at]!, line))
  if (issues.length > 0) throw new InputError(source, issues)
  return machines.filter(isShaped)
}

type Unshaped = Pick<Machine, 'provider' | 'region' | 'instanceType'>

const isShaped = (machine: Partial<Machine>): machine is Machine => machine.vcpu !== undefined

function knownShape(catalogue: Catalogue, { provider, region, instanceType }: Unshaped) {
  for (const place of [region, ...catalogue.regionsOf(provider).map((one) => one.region)]) {
    const machine = catalogue.machines(provider, place).find((one) => one.instanceType === instanceType)
    if (machine) return shapeOf(machine)
  }
  return undefined
}

function shapeOf({ instanceType, arch, vcpu, memoryGiB, gpu, gpuModel, maxPods }: Machine) {
  return { instanceType, arch, vcpu, memoryGiB, gpu, gpuModel, ...(maxPods !== undefined && { maxPods }) }
}

function unknownMachine(catalogue: Catalogue, { provider, region, instanceType }: Unshaped, line: number): InputIssue {
  const known = catalogue.machines(provider, region).map((machine) => machine.instanceType)
  const message = `nothing is known of the machine type "${instanceType}" of ${provider}`
  const remedy = `give its arch, vcpu and memoryGiB${known.length > 0 ? `; ${didYouMean(instanceType, known)}` : ''}`
  return { path: `line ${line}, instanceType`, message, remedy }
}
