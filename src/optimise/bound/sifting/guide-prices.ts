import type { Instance, Machine } from '../../../../models/instance/instance.ts'
import type { RulesModel } from '../../../../models/placement/model.ts'
import type { GuidePrices } from '../../search/guide.ts'
import type { SearchSpace } from '../../search/space.ts'
import type { Round } from './sifting.ts'

/** What a round's prices say of the places and machines that the search knows. */
export function guidePrices(
  space: SearchSpace,
  instance: Instance,
  { variables }: RulesModel,
  { prices, nodeCosts, reducedCosts }: Round,
): GuidePrices {
  const { groupCount } = space
  const pod = new Float64Array(space.agentCount * groupCount)
  const place = new Float64Array(space.agentCount * groupCount)
  for (const agent of instance.agents)
    for (const group of agent.groups) {
      const at = agent.index * groupCount + group.index
      pod[at] = prices.pod[agent.shape.index * groupCount + group.index]
      for (const { variable } of variables.added(agent, group)) place[at] = Math.max(0, reducedCosts[variable])
    }
  const known = new Map(instance.machines.map((machine) => [machineKey(machine), machine.index]))
  const node = Float64Array.from(space.instance.machines, (machine) => {
    const index = known.get(machineKey(machine))
    return index === undefined ? machine.offer.usdPerHour : Math.max(nodeCosts[index].cheapest, prices.node[index])
  })
  return { pod, place, node }
}

const machineKey = ({ group, offer }: Machine): string => `${group} ${offer.capacityType} ${offer.instanceType}`
