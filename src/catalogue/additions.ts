import type { Catalogue, Machine, Region } from '../domain/catalogue.ts'

/**
 * The catalogue with a user's own machines and prices: a price of the user's replaces the catalogue's of the same machine,
 * region and capacity type; the user's shape of a machine counts where both give one; all else stays.
 */
export function withUserPrices(catalogue: Catalogue, machines: readonly Machine[]): Catalogue {
  if (machines.length === 0) return catalogue
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
  const older = prices.filter(({ asOf }) => asOf < catalogue.oldestPriceAt).sort((one, other) => (one.asOf < other.asOf ? -1 : 1))
  if (!older[0]) return {}
  const { provider, capacityType, asOf } = older[0]
  return { oldestPriceAt: asOf, oldestPrice: { provider, capacityType, asOf } }
}

function merged(known: readonly Machine[], added: readonly Machine[]): readonly Machine[] {
  if (added.length === 0) return known
  const byType = new Map(known.map((machine) => [machine.instanceType, machine]))
  for (const machine of added) byType.set(machine.instanceType, { ...byType.get(machine.instanceType), ...machine })
  return Object.freeze([...byType.values()])
}
