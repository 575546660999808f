import type { MachineShape } from '../../domain/catalogue.ts'
import type { ProviderShape } from '../../prices/source.ts'

export type ShapeOf = (provider: string, instanceType: string) => MachineShape | undefined

/**
 * What a machine type is: as its provider says, else as it comes with Ballast, which also says what the provider does not.
 * Undefined where nobody knows, and for a machine of AWS whose most pods nobody knows: what it gives to pods could not be told.
 */
export function shapesBy(shapes: readonly ProviderShape[], bundledShapeOf: ShapeOf): ShapeOf {
  const read = new Map(shapes.map((shape) => [`${shape.provider}|${shape.instanceType}`, shape]))
  return (provider, instanceType) => {
    const bundled = bundledShapeOf(provider, instanceType)
    const live = read.get(`${provider}|${instanceType}`)
    const shape = live ? shapeOf(live, live.maxPods ?? bundled?.maxPods) : bundled
    return provider === 'aws' && shape?.maxPods === undefined ? undefined : shape
  }
}

/** The shape alone: what else the store tells of it is no part of a machine. */
function shapeOf({ instanceType, arch, vcpu, memoryGiB, gpu, gpuModel }: MachineShape, maxPods: number | undefined): MachineShape {
  return { instanceType, arch, vcpu, memoryGiB, gpu, gpuModel, ...(maxPods !== undefined && { maxPods }) }
}
