import type { DisruptionBudgetObject } from '../../snapshot.ts'
import { type LabelSelector, plainSelector } from './label-selector.ts'
import { namedObject, type WithMetadata } from './metadata.ts'

interface DisruptionBudget extends WithMetadata {
  readonly spec?: {
    readonly selector?: LabelSelector | null
    readonly minAvailable?: number | string | null
    readonly maxUnavailable?: number | string | null
  }
}

/** Undefined where it selects nothing: no selector at all, or for policy/v1beta1 an empty one, which since v1 means every pod. */
export function disruptionBudgetOf(budget: DisruptionBudget, groupVersion: string): DisruptionBudgetObject | undefined {
  const { selector, minAvailable, maxUnavailable } = budget.spec ?? {}
  if (!selector || (isEmpty(selector) && groupVersion === 'policy/v1beta1')) return undefined
  return {
    ...namedObject(budget),
    ...plainSelector(selector),
    ...(minAvailable == null ? {} : { minAvailable: String(minAvailable) }),
    ...(maxUnavailable == null ? {} : { maxUnavailable: String(maxUnavailable) }),
  }
}

const isEmpty = ({ matchLabels, matchExpressions }: LabelSelector): boolean =>
  Object.keys(matchLabels ?? {}).length === 0 && (matchExpressions ?? []).length === 0
