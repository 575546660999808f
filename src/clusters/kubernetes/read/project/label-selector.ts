import type { Texts } from './metadata.ts'

export interface LabelSelector {
  readonly matchLabels?: Texts | null
  readonly matchExpressions?:
    | readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] | null }[]
    | null
}

/** A selector as a snapshot holds it. */
export function plainSelector(selector: LabelSelector | null | undefined): { selector: Texts; hasPlainSelector: boolean } {
  return { selector: selector?.matchLabels ?? {}, hasPlainSelector: (selector?.matchExpressions ?? []).length === 0 }
}

/** Whether pods with these labels are meant. Of none that is given none is; an empty one means all. */
export function selects(selector: LabelSelector | null | undefined, labels: Texts): boolean {
  if (!selector) return false
  const matches = Object.entries(selector.matchLabels ?? {}).every(([key, value]) => labels[key] === value)
  return matches && (selector.matchExpressions ?? []).every((expression) => holds(expression, labels[expression.key]))
}

function holds({ operator, values }: { operator: string; values?: readonly string[] | null }, value: string | undefined): boolean {
  if (operator === 'Exists') return value !== undefined
  if (operator === 'DoesNotExist') return value === undefined
  if (operator === 'In') return value !== undefined && (values ?? []).includes(value)
  return operator === 'NotIn' && (value === undefined || !(values ?? []).includes(value))
}

/** As kubectl writes selectors: `app=web,tier in (a,b)`. */
export function selectorText(selector: LabelSelector | null | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => `${key}=${value}`)
  const expressions = (selector?.matchExpressions ?? []).map(expressionText)
  return [...labels, ...expressions].join(',') || 'every pod'
}

function expressionText({ key, operator, values }: { key: string; operator: string; values?: readonly string[] | null }): string {
  if (operator === 'Exists') return key
  if (operator === 'DoesNotExist') return `!${key}`
  return `${key} ${operator === 'In' ? 'in' : 'notin'} (${(values ?? []).join(',')})`
}
