import type { MachineShape } from '../../domain/catalogue.ts'
import type { Arch } from '../../domain/problem.ts'
import { readFacts } from './facts.ts'

type ShapeRow = [
  instanceType: string,
  arch: Arch,
  vcpu: number,
  memoryGiB: number,
  gpu: number,
  gpuModel: string,
  maxPods: number | null,
  provenance: number,
]

/** What each bundled machine type is, by provider and name; undefined where it is not known. */
export function readMachineShapes(): (provider: string, instanceType: string) => MachineShape | undefined {
  const byName = new Map(
    Object.entries(readRows()).map(([provider, rows]) => [provider, new Map(rows.map((row) => [row[0], shapeOf(row)]))]),
  )
  return (provider, instanceType) => byName.get(provider)?.get(instanceType)
}

/** Every bundled machine type of one provider. */
export const readShapesOf = (provider: string): readonly MachineShape[] => (readRows()[provider] ?? []).map(shapeOf)

const readRows = (): Record<string, ShapeRow[]> => readFacts<{ shapes: Record<string, ShapeRow[]> }>('machine-shapes.json').shapes

function shapeOf([instanceType, arch, vcpu, memoryGiB, gpu, gpuModel, maxPods]: ShapeRow): MachineShape {
  const shape = { instanceType, arch, vcpu, memoryGiB, gpu, gpuModel }
  return maxPods === null ? shape : { ...shape, maxPods }
}
