import type { Guide } from './guide.ts'
import type { Node } from './node.ts'
import type { SearchSpace } from './space.ts'

/** What the guide holds of replicas, places and nodes, as the search weighs them [USD/h]. */
export class Values {
  /** By agent: what finding it a place is worth. */
  readonly worth: Float64Array
  /** [a × groupCount + g]: what a replica may cost of a node there. */
  readonly inPlace: Float64Array
  /** By machine: what a node costs, scarce limits included. */
  readonly node: Float64Array
  /** Whether moves, traffic and rules are in `inPlace` already. */
  readonly isPriced: boolean
  private readonly groupCount: number

  constructor({ agentCount, groupCount, machines }: SearchSpace, { worth, prices }: Guide) {
    this.worth = worth
    this.groupCount = groupCount
    this.isPriced = prices !== undefined
    this.node = prices?.node ?? Float64Array.from(machines, ({ usdPerHour }) => usdPerHour)
    this.inPlace = new Float64Array(agentCount * groupCount)
    for (let agent = 0; agent < agentCount; agent++)
      for (let at = agent * groupCount; at < (agent + 1) * groupCount; at++)
        this.inPlace[at] = prices ? prices.pod[at] - prices.place[at] : worth[agent]
  }

  /** What a node costs more than its pods are worth: summed over all nodes, about how far a plan is from the bound. */
  loss({ machine, group, agents, counts }: Node): number {
    let usd = this.node[machine]
    for (let i = 0; i < agents.length; i++) usd -= this.inPlace[agents[i] * this.groupCount + group] * counts[i]
    return usd
  }
}
