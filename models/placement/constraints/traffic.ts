import { type Cluster, egressPrice, INTERNET } from '../../../src/domain/problem.ts'
import { sum, type Term, times } from '../../../src/lp/model.ts'
import type { Instance, InstanceAgent } from '../../instance/instance.ts'
import type { Variables } from '../variables.ts'
import { type Edge, edgesOf } from './edges.ts'

/**
 * Traffic: each edge is carried whole, out of clusters in the measure of the sender's replicas and into clusters in that of the receiver's.
 *
 *     Σ_{c,d} f[e,c,d] = T_e
 *     Σ_d f[e,c,d]  ≤  T_e · x[a,c] / R_a          ∀ c
 *     Σ_c f[e,c,d]  ≤  T_e · x[b,d] / R_b          ∀ d          [GiB/h]
 *
 * at the price of egress from c to d [USD/GiB], 0 within a cluster.
 */
export function traffic(instance: Instance, variables: Variables): void {
  const price = egressPrice(instance.problem.egress)
  for (const edge of edgesOf(instance)) if (edge.gibPerHour > 0) edgeRows(edge, price, variables)
}

function edgeRows(edge: Edge, price: (from: string, to: string) => number, variables: Variables): void {
  const { model } = variables
  const senders = clustersOf(edge.from)
  const receivers = edge.to ? clustersOf(edge.to).map((cluster) => cluster.id) : [INTERNET]
  const flows = senders.flatMap((sender) =>
    receivers.map((receiver) => {
      const variable = model.variable({ upper: edge.gibPerHour, cost: price(sender.id, receiver) })
      return { from: sender.id, to: receiver, variable }
    }),
  )
  const name = `${edge.from.agent.id}->${edge.to?.agent.id ?? INTERNET}`
  const whole = flows.map(({ variable }) => times(1, variable))
  model.require(`traffic[${name}]`, whole, '=', edge.gibPerHour)
  for (const sender of senders) {
    const leaving = flows.filter(({ from }) => from === sender.id)
    model.require(`traffic[${name},from ${sender.id}]`, [...carried(leaving), ...share(edge, edge.from, sender.id, variables)], '<=', 0)
  }
  if (!edge.to) return
  for (const receiver of receivers) {
    const arriving = flows.filter(({ to }) => to === receiver)
    model.require(`traffic[${name},to ${receiver}]`, [...carried(arriving), ...share(edge, edge.to, receiver, variables)], '<=', 0)
  }
}

const carried = (flows: readonly { variable: number }[]): Term[] => flows.map(({ variable }) => times(1, variable))

/** −T · x[a,c] / R_a */
function share({ gibPerHour }: Edge, agent: InstanceAgent, cluster: string, { replicas }: Variables): Term[] {
  const here = agent.groups.filter((group) => group.cluster.id === cluster)
  return sum(here, (group) => replicas(agent, group)).map(({ variable }) => times(-gibPerHour / agent.least, variable))
}

function clustersOf(agent: InstanceAgent): Cluster[] {
  return [...new Set(agent.groups.map((group) => group.cluster))]
}
