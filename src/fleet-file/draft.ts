import type { InputIssue } from '../domain/input-error.ts'
import { stepsOf } from './document.ts'

/** A document of which any part may be missing: what is left after its mistakes of form were taken out. */
export type Draft<T> = T extends readonly (infer Item)[]
  ? (Draft<Item> | undefined)[]
  : T extends object
    ? { [Key in keyof T]?: Draft<T[Key]> | undefined }
    : T

/** A copy without the parts that have a mistake, so that what is left can be checked for sense, and all mistakes told at once. */
export function withoutMistakes<T>(value: unknown, issues: readonly InputIssue[]): Draft<T> {
  const draft = { whole: structuredClone(value) }
  for (const { path } of issues) cut(draft, ['whole', ...stepsOf(path)])
  return (draft.whole ?? {}) as Draft<T>
}

function cut(part: object, steps: readonly (string | number)[]): void {
  let place = part as Record<string | number, unknown>
  for (const step of steps.slice(0, -1)) {
    if (!isObject(place[step])) return
    place = place[step]
  }
  const last = steps.at(-1)!
  if (last in place) place[last] = undefined
}

const isObject = (value: unknown): value is Record<string | number, unknown> => value !== null && typeof value === 'object'

/** The items of a list that are there, each with its path. */
export function items<Item>(list: readonly (Item | undefined)[] | undefined, path: string): { item: Item; path: string }[] {
  return (list ?? []).flatMap((item, at) => (item === undefined ? [] : [{ item, path: `${path}[${at}]` }]))
}
