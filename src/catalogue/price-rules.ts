import type { Catalogue, Machine, Price, ZonedPrice } from '../domain/catalogue.ts'
import type { ListedCapacity } from '../domain/listed-price.ts'
import { machineFamily } from '../domain/machine-family.ts'
import { changeText, type PriceRule } from '../domain/price-rule.ts'

/** A price that rules may change, by what they can name. */
type Named = Pick<Price, 'provider' | 'region' | 'instanceType' | 'capacityType'>

/**
 * The catalogue at prices that rules have changed: all that match a price, one upon the other (`-12 %` and `-5 %`: 0.88 × 0.95 of it).
 * It is meant for a catalogue of list prices; negotiated ones are added afterwards.
 */
export function withPriceRules(catalogue: Catalogue, rules: readonly PriceRule[]): Catalogue {
  if (rules.length === 0) return catalogue
  const known = new Map<string, readonly Machine[]>()
  const machines = (provider: string, region: string) => {
    const place = `${provider}/${region}`
    const changed = known.get(place) ?? Object.freeze(catalogue.machines(provider, region).map((machine) => ruledMachine(machine, rules)))
    known.set(place, changed)
    return changed
  }
  return Object.freeze({ ...catalogue, machines })
}

/** The machine at the changed prices; each says by which rules, and by whose. */
export function ruledMachine<Sold extends Pick<Machine, 'onDemand' | 'spot'>>(
  machine: Sold,
  rules: readonly PriceRule[],
  word = 'list',
): Sold {
  const { onDemand, spot } = machine
  return Object.freeze({
    ...machine,
    ...(onDemand && { onDemand: ruledPrice(onDemand, rules, word) }),
    ...(spot && { spot: ruledPrice(spot, rules, word) }),
  })
}

function ruledPrice<Known extends ZonedPrice>(price: Known, rules: readonly PriceRule[], word: string): Known {
  const matching = rules.filter((rule) => ruleMatches(rule, price))
  if (matching.length === 0) return price
  const factor = matching.reduce((product, { change }) => product * (1 + change), 1)
  const changes = matching.map((rule) => `${changeText(rule)} by ${rule.source}`)
  const { usdPerHourByZone: byZone } = price
  return Object.freeze({
    ...price,
    usdPerHour: price.usdPerHour * factor,
    ...(byZone && { usdPerHourByZone: new Map([...byZone].map(([zone, usdPerHour]) => [zone, usdPerHour * factor])) }),
    source: `${price.source}: ${word} ${changes.join(', ')}`,
  })
}

function ruleMatches(rule: PriceRule, { provider, region, instanceType, capacityType }: Named): boolean {
  if (rule.provider !== provider) return false
  if (rule.region !== undefined && rule.region !== region) return false
  if (rule.capacityType !== undefined && rule.capacityType !== capacityType) return false
  if (rule.family !== undefined && rule.family !== machineFamily(instanceType)) return false
  return rule.instanceType === undefined || globOf(rule.instanceType).test(instanceType)
}

/** `*` is any part of a name, all else itself. */
const globOf = (pattern: string): RegExp => new RegExp(`^${pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`)

/** Rules that change nothing: of the catalogue's prices none matches, nor of the user's own where they apply to these. A sentence for each. */
export function idleRules(catalogue: Catalogue, own: readonly Pick<Machine, 'onDemand' | 'spot'>[], rules: readonly PriceRule[]): string[] {
  const idle = rules.filter((rule) => !isSold(catalogue, rule) && !(rule.appliesTo === 'all' && own.some((one) => isOf(rule, one))))
  return idle.map((rule) => {
    const which = rule.appliesTo === 'list' ? 'list price' : 'price'
    return `${rule.source}, line ${rule.line}: ${changeText(rule)} changes nothing, for no ${which} is known that it matches; check its provider, region and machine types.`
  })
}

/** Stops at the first match: a catalogue puts the machines of a region together when it is asked for them. */
function isSold(catalogue: Catalogue, rule: PriceRule): boolean {
  const regions = rule.region === undefined ? catalogue.regionsOf(rule.provider).map(({ region }) => region) : [rule.region]
  return regions.some((region) => catalogue.machines(rule.provider, region).some((machine) => isOf(rule, machine)))
}

function isOf(rule: PriceRule, { onDemand, spot }: Pick<Machine, 'onDemand' | 'spot'>): boolean {
  const prices: (Named & { capacityType: ListedCapacity })[] = [onDemand, spot].filter((price) => price !== undefined)
  return prices.some((price) => ruleMatches(rule, price))
}
