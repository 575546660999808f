import { type LinearModel, type Row, sum, times } from '../../src/lp/model.ts'
import type { Instance } from '../instance/instance.ts'
import { aggregatePods } from './aggregate.ts'
import { type Assignment, assignPods, chargeDearerRestarts, groupName } from './assignment.ts'
import { budget } from './constraints/budget.ts'
import { coarseTraffic } from './constraints/coarse-traffic.ts'
import { demand } from './constraints/demand.ts'
import { limits } from './constraints/limits.ts'
import { moves } from './constraints/moves.ts'
import { spot } from './constraints/spot.ts'
import { spread } from './constraints/spread.ts'
import { survival } from './constraints/survival.ts'
import { traffic } from './constraints/traffic.ts'
import { placementVariables, type Variables } from './variables.ts'
import { type FilledNode, packWholeNodes, type WholeNodes } from './whole-nodes.ts'

/** The rules and costs that do not depend on how pods are packed; traffic told by the pair of clusters, or between clouds only. */
function placementRules(instance: Instance, options: { integer: boolean; coarse?: boolean }): RulesModel {
  const variables = placementVariables(instance, options)
  const demandRows = demand(instance, variables)
  survival(instance, variables)
  spread(instance, variables, options)
  spot(instance, variables)
  limits(instance, variables)
  moves(instance, variables, options)
  if (options.coarse) coarseTraffic(instance, variables)
  else traffic(instance, variables)
  return { model: variables.model, variables, demandRows }
}

export interface MasterModel {
  readonly model: LinearModel
  readonly variables: Variables
}

export interface RulesModel extends MasterModel {
  /** Σ_g x[a,g] = X[a], by agent. */
  readonly demandRows: readonly Row[]
}

export interface PlacementModel extends MasterModel {
  readonly assignment: Assignment
}

/**
 * Nodes of a whole group as one number, so that a solver can branch on how many rather than on which of many that are nearly alike.
 *
 *     N[g] = Σ_{m ∈ g} n[m],   N whole          ∀ g          [nodes]
 */
function nodesOfGroups(instance: Instance, { model, nodes }: Variables): void {
  for (const group of instance.groups) {
    const upper = group.machines.reduce((most, machine) => most + machine.mostNodes, 0)
    const all = times(-1, model.variable({ upper, integer: true }))
    model.require(`nodes[${groupName(group)}]`, [...sum(group.machines, (machine) => nodes(machine)), all], '=', 0)
  }
}

/**
 * The master problem, packing relaxed to an assignment of pods to machines: its optimum bounds every plan from below [USD/h],
 * linear or over whole replicas and nodes.
 */
export function buildPlacementModel(instance: Instance, options: { fitRows: boolean }): PlacementModel {
  const { variables } = placementRules(instance, { integer: true })
  const assignment = assignPods(instance, variables, { integer: true, ...options })
  nodesOfGroups(instance, variables)
  budget(instance, variables)
  return { model: variables.model, variables, assignment }
}

/** The rules and costs without any packing, all numbers fractions: what prices on pods (price-bound.ts) are added to. */
export function buildRules(instance: Instance): RulesModel {
  const rules = placementRules(instance, { integer: false, coarse: true })
  chargeDearerRestarts(instance, rules.variables)
  return rules
}

/** The master problem with packing told only in sums: for a first bound, and a first guide, on a large problem. */
export function buildAggregateModel(instance: Instance): MasterModel {
  const { variables } = placementRules(instance, { integer: true })
  aggregatePods(instance, variables)
  budget(instance, variables)
  return { model: variables.model, variables }
}

export interface ExactModel extends MasterModel {
  readonly wholeNodes: WholeNodes
}

/** The master problem with packing told node by node: its optimum is the cheapest plan that fills its nodes in the ways given. */
export function buildExactModel(instance: Instance, ways: readonly FilledNode[]): ExactModel {
  const { variables } = placementRules(instance, { integer: true })
  const wholeNodes = packWholeNodes(instance, variables, ways)
  budget(instance, variables)
  return { model: variables.model, variables, wholeNodes }
}
