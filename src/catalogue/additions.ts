import type { Catalogue, Machine, Region } from '../domain/catalogue.ts'
import { InputError, type InputIssue } from '../domain/input-error.ts'

/**
 * The catalogue with a user's own machines and prices: a price of the user's replaces the catalogue's of the same machine,
 * region and capacity type; all else stays. Throws InputError where a machine that both know is not the same one.
 */
export function withUserPrices(catalogue: Catalogue, machines: readonly Machine[]): Catalogue {
  requireSameMachines(catalogue, machines)
  const added = Map.groupBy(machines, placeOf)
  return Object.freeze({
    ...catalogue,
    ...oldestOf(catalogue, machines),
    providers: distinct([...catalogue.providers, ...machines.map(({ provider }) => provider)]),
    machines: (provider: string, region: string) =>
      merged(catalogue.machines(provider, region), added.get(placeOf({ provider, region })) ?? []),
  })
}

/** The catalogue with more regions, such as those of an operator that it does not know; a region of the same name is replaced. */
export function withRegions(catalogue: Catalogue, regions: readonly Region[]): Catalogue {
  const added = new Map(regions.map((region) => [placeOf(region), region]))
  return Object.freeze({
    ...catalogue,
    providers: distinct([...catalogue.providers, ...regions.map(({ provider }) => provider)]),
    region: (provider: string, region: string) => added.get(placeOf({ provider, region })) ?? catalogue.region(provider, region),
    regionsOf: (provider: string) => [
      ...catalogue.regionsOf(provider).filter((region) => !added.has(placeOf(region))),
      ...[...added.values()].filter((region) => region.provider === provider),
    ],
  })
}

const placeOf = ({ provider, region }: { provider: string; region: string }) => `${provider}/${region}`
const distinct = (names: readonly string[]) => [...new Set(names)]

function oldestOf(catalogue: Catalogue, machines: readonly Machine[]): Partial<Catalogue> {
  const prices = machines.flatMap(({ onDemand, spot }) => [onDemand, spot]).filter((price) => price !== undefined)
  const [oldest] = prices.toSorted((one, other) => Date.parse(one.asOf) - Date.parse(other.asOf))
  if (!oldest || Date.parse(oldest.asOf) >= Date.parse(catalogue.oldestPriceAt)) return {}
  const { provider, capacityType, asOf } = oldest
  return { oldestPriceAt: asOf, oldestPrice: { provider, capacityType, asOf } }
}

function merged(known: readonly Machine[], added: readonly Machine[]): readonly Machine[] {
  if (added.length === 0) return known
  const byType = new Map(known.map((machine) => [machine.instanceType, machine]))
  for (const machine of added) byType.set(machine.instanceType, atOwnPrices(machine, byType.get(machine.instanceType)))
  return Object.freeze([...byType.values()])
}

/** How often a spot node is lost does not change with what one pays for it, nor whether it could be had. */
function atOwnPrices(machine: Machine, known: Machine | undefined): Machine {
  const { onDemand, spot } = machine
  return { ...machine, ...known, ...(onDemand && { onDemand }), ...(spot && { spot: { ...spot, ...standingOf(known) } }) }
}

function standingOf(known: Machine | undefined): Partial<NonNullable<Machine['spot']>> {
  const { interruption, refusal } = known?.spot ?? {}
  return { ...(interruption && { interruption }), ...(refusal && { refusal }) }
}

/** Pods would be packed for a machine that nobody sells, at another machine's price. */
function requireSameMachines(catalogue: Catalogue, machines: readonly Machine[]): void {
  for (const [source, own] of Map.groupBy(machines, ({ onDemand, spot }) => (onDemand ?? spot)?.source ?? '')) {
    const issues = own.flatMap((machine) => differences(machine, catalogue.machines(machine.provider, machine.region)))
    if (issues.length > 0) throw new InputError(source, issues)
  }
}

function differences(machine: Machine, known: readonly Machine[]): InputIssue[] {
  const same = known.find(({ instanceType }) => instanceType === machine.instanceType)
  if (!same) return []
  const path = `${machine.provider} ${machine.region} ${machine.instanceType}`
  const columns = (['arch', 'vcpu', 'memoryGiB', 'gpu', 'gpuModel'] as const).filter((column) => machine[column] !== same[column])
  return columns.map((column) => ({
    path: `${path}, ${column}`,
    message: `"${machine[column]}" is not the "${same[column]}" that the catalogue knows of this machine type`,
    remedy: 'write what the catalogue knows, or give a machine of your own another name',
  }))
}
