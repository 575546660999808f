import type { Machine, MachineShape } from '../../domain/catalogue.ts'
import { assumedInterruption } from '../bundled/interruptions.ts'
import type { PriceRow } from './price-rows.ts'

/** A machine at a user's own prices. */
export interface OwnMachine extends Pick<Machine, 'provider' | 'region' | 'instanceType' | 'onDemand' | 'spot'> {
  /** Absent: what it is, the catalogue must know. */
  readonly shape?: MachineShape
  /** Where its first price stands. */
  readonly line: number
}

/** One for each provider, region and type, with what it costs on demand and as spot, in the file's order. */
export function ownMachines(prices: readonly PriceRow[], source: string): OwnMachine[] {
  const groups = Map.groupBy(prices, ({ price }) => `${price.provider}/${price.region}/${price.instanceType}`)
  return [...groups.values()].map((group) => {
    const { line, price } = group[0]!
    const shape = group.find((one) => one.shape)?.shape
    const bought = (capacityType: string) => group.find((one) => one.price.capacityType === capacityType)?.price
    const [onDemand, spot] = [bought('on-demand'), bought('spot')]
    const interruption = assumedInterruption(price.provider)
    return Object.freeze({
      provider: price.provider,
      region: price.region,
      instanceType: price.instanceType,
      line,
      ...(shape && { shape }),
      ...(onDemand && { onDemand: { ...onDemand, source } }),
      ...(spot && { spot: { ...spot, source, interruption } }),
    })
  })
}
