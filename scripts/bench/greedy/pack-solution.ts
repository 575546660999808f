import type { Instance } from '../../../models/instance/instance.ts'
import type { MasterModel } from '../../../models/placement/model.ts'
import type { Offer } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'
import type { PlacedPods } from './choose-places.ts'
import { runningOf } from './greedy.ts'
import { LimitBook } from './limit-book.ts'
import { type PackedNodes, pack } from './pack.ts'
import { podPrices } from './pod-price.ts'
import { Standing } from './standing.ts'

/**
 * A solution that knows packing only in sums, put on whole nodes: its replicas first-fit-decreasing into the nodes that it bought, and what
 * those cannot hold (`unheld`) onto more. Throws NoPlanFound where limits leave no node for the rest.
 */
export function packSolution(
  instance: Instance,
  { variables }: MasterModel,
  values: ArrayLike<number>,
): { nodes: PackedNodes[]; unheld: Replicas } {
  const whole = (terms: readonly { readonly variable: number }[]) =>
    Math.round(terms.reduce((sum, { variable }) => sum + values[variable]!, 0))
  const placed = placedPods(instance, (agent, group) => whole(variables.replicas(agent, group)))
  const packing = { prices: podPrices(), book: new LimitBook(instance.problem), running: runningOf(placed) }
  const packed = instance.groups.map((group) => {
    const pods = placed.filter(({ cluster, capacity }) => cluster === group.cluster && capacity === group.capacity)
    const bought = group.machines.flatMap((machine) => Array<Offer>(whole(variables.nodes(machine))).fill(machine.offer))
    const dearestFirst = bought.toSorted((a, b) => b.usdPerHour - a.usdPerHour)
    return pods.length > 0 ? pack(pods, dearestFirst, packing) : { nodes: [], unheld: 0 }
  })
  return { nodes: packed.flatMap(({ nodes }) => nodes), unheld: packed.reduce((sum, { unheld }) => sum + unheld, 0) }
}

type Placed = (agent: Instance['agents'][number], group: Instance['groups'][number]) => Replicas

function placedPods(instance: Instance, replicasIn: Placed): PlacedPods[] {
  return instance.agents.flatMap((one) => {
    const held = one.groups.map((group) => ({ group, replicas: replicasIn(one, group) }))
    const standing = new Standing(
      one.agent,
      held.reduce((sum, { replicas }) => sum + replicas, 0),
    )
    return held.flatMap(({ group: { cluster, capacity }, replicas }) => {
      const zones = Array.from({ length: replicas }, () => standing.place(cluster, capacity))
      return [...Map.groupBy(zones, (zone) => zone)].map(([zone, own]) => ({
        agent: one.agent,
        cluster,
        capacity,
        zone,
        replicas: own.length,
      }))
    })
  })
}
