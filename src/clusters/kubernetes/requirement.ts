import type { NodeRequirement } from './snapshot.ts'

/** What a node bears under one key; undefined: nothing. A test where the label is written in more ways than one. */
export type LabelValue = string | undefined | ((said: string) => boolean)

/** Whether a node meets a requirement, as the scheduler decides it (Gte and Lte are Karpenter's): NotIn holds where the label is not there at all. */
export function isMet({ operator, values }: NodeRequirement, label: LabelValue): boolean {
  switch (operator) {
    case 'In':
      return values.some((value) => equals(label, value))
    case 'NotIn':
      return !values.some((value) => equals(label, value))
    case 'Exists':
      return label !== undefined
    case 'DoesNotExist':
      return label === undefined
    case 'Gt':
    case 'Gte':
    case 'Lt':
    case 'Lte':
      return isWhole(label) && isWhole(values[0]) && compares(operator, Number(label), Number(values[0]))
    default:
      return false
  }
}

const equals = (label: LabelValue, value: string): boolean => (typeof label === 'function' ? label(value) : label === value)

const isWhole = (label: LabelValue): label is string => typeof label === 'string' && /^-?\d+$/.test(label)

function compares(operator: 'Gt' | 'Gte' | 'Lt' | 'Lte', amount: number, bound: number): boolean {
  if (operator === 'Gte') return amount >= bound
  if (operator === 'Lte') return amount <= bound
  return operator === 'Gt' ? amount > bound : amount < bound
}
