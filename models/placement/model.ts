import type { LinearModel } from '../../src/lp/model.ts'
import type { Instance } from '../instance/instance.ts'
import { type Assignment, assignPods } from './assignment.ts'
import { budget } from './constraints/budget.ts'
import { demand } from './constraints/demand.ts'
import { limits } from './constraints/limits.ts'
import { moves } from './constraints/moves.ts'
import { spot } from './constraints/spot.ts'
import { spread } from './constraints/spread.ts'
import { survival } from './constraints/survival.ts'
import { traffic } from './constraints/traffic.ts'
import { placementVariables, type Variables } from './variables.ts'
import { packWholeNodes, type WholeNodes } from './whole-nodes.ts'

/** The rules and costs that do not depend on how pods are packed. */
function placementRules(instance: Instance, options: { integer: boolean }): Variables {
  const variables = placementVariables(instance, options)
  demand(instance, variables)
  survival(instance, variables)
  spread(instance, variables, options)
  spot(instance, variables)
  limits(instance, variables)
  moves(instance, variables, options)
  traffic(instance, variables)
  return variables
}

export interface PlacementModel {
  readonly model: LinearModel
  readonly variables: Variables
  readonly assignment: Assignment
}

/**
 * The master problem, packing relaxed to an assignment of pods to machines: its optimum bounds every plan from below [USD/h],
 * linear or over whole replicas and nodes.
 */
export function buildPlacementModel(instance: Instance, options: { fitRows: boolean }): PlacementModel {
  const variables = placementRules(instance, { integer: true })
  const assignment = assignPods(instance, variables, { integer: true, ...options })
  budget(instance, variables)
  return { model: variables.model, variables, assignment }
}

export interface ExactModel {
  readonly model: LinearModel
  readonly variables: Variables
  readonly wholeNodes: WholeNodes
}

/** The master problem with packing told node by node: its optimum is the cheapest plan. undefined where that takes more than `most` node variables. */
export function buildExactModel(instance: Instance, most: number): ExactModel | undefined {
  const variables = placementRules(instance, { integer: true })
  const wholeNodes = packWholeNodes(instance, variables, most)
  if (!wholeNodes) return undefined
  budget(instance, variables)
  return { model: variables.model, variables, wholeNodes }
}
