import type { Cluster, Offer, Problem } from '../problem.ts'
import { type Rule, without } from './rule.ts'

/**
 * The most nodes of a cluster's offers, all of them as one rule. Nodes that are reserved are told apart: that they are no more than were
 * bought is a fact rather than a policy, but one that a conflict may rest on.
 */
export function nodeRules(cluster: Cluster): Rule[] {
  const bound = cluster.offers.filter(({ maxNodes }) => maxNodes !== undefined)
  const reserved = bound.filter(isReserved)
  const others = bound.filter((offer) => !isReserved(offer))
  return [
    ...(others.length > 0 ? [mostNodes(cluster.id, 'maxNodes', others, (offer) => without(offer, 'maxNodes'))] : []),
    ...(reserved.length > 0 ? [mostNodes(cluster.id, 'reserved', reserved, (offer) => ({ ...offer, maxNodes: NO_LIMIT }))] : []),
  ]
}

const isReserved = ({ capacityType }: Offer): boolean => capacityType === 'reserved'

/** More nodes than any agent has replicas: a reserved offer must say some number. */
const NO_LIMIT = 1_000_000

function mostNodes(cluster: string, kind: 'maxNodes' | 'reserved', bound: readonly Offer[], leftOut: (offer: Offer) => Offer): Rule {
  const asks = words(kind, bound)
  const changed = (problem: Problem, change: (offer: Offer) => Offer) => ({
    ...problem,
    clusters: problem.clusters.map((one) => (one.id === cluster ? { ...one, offers: one.offers.map(ofKind(kind, change)) } : one)),
  })
  return {
    kind,
    asks,
    item: { constraint: 'maxNodes', cluster, detail: `${cluster} ${asks}` },
    leftOut: (problem) => changed(problem, leftOut),
    easing: {
      unit: bound.length === 1 ? 'nodes' : 'nodes more of each offer',
      amount: (steps) => (bound.length === 1 ? bound[0].maxNodes! + steps : steps),
      by: (problem, steps) => changed(problem, (offer) => ({ ...offer, maxNodes: offer.maxNodes! + steps })),
    },
  }
}

const ofKind = (kind: 'maxNodes' | 'reserved', change: (offer: Offer) => Offer) => (offer: Offer) =>
  offer.maxNodes !== undefined && isReserved(offer) === (kind === 'reserved') ? change(offer) : offer

function words(kind: 'maxNodes' | 'reserved', bound: readonly Offer[]): string {
  const names = bound.map(({ instanceType, capacityType, maxNodes }) => `${maxNodes} ${instanceType} ${capacityType}`)
  if (kind === 'reserved') return `has reserved only so many nodes: ${listed(names)}`
  return `may have only so many nodes of some offers: ${listed(names)}`
}

const MOST_NAMES = 3
const listed = (names: readonly string[]): string =>
  names.length <= MOST_NAMES ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${names.length - MOST_NAMES} more`
