import type { ConflictItem } from '../domain/plan.ts'
import type { Layout } from './search/anneal.ts'
import type { Guide } from './search/guide.ts'

/** From a worker to the thread that asked. */
export type ToMain =
  | { readonly kind: 'bound'; readonly usdPerHour: number }
  | { readonly kind: 'guide'; readonly guide: Guide; readonly stage: 'relaxation' | 'whole nodes' }
  | { readonly kind: 'layout'; readonly layout: Layout }
  /** No plan exists; which rules are in conflict is being found out. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'infeasible'; readonly conflict: readonly ConflictItem[]; readonly conflictIsMinimal: boolean }
  | { readonly kind: 'done' }
  /** The name apart, since an error loses its own on the way between threads. */
  | { readonly kind: 'failed'; readonly name: string; readonly error: Error }

/** From the thread that asked to a worker. */
export type ToWorker =
  | { readonly kind: 'best'; readonly usdPerHour: number }
  | { readonly kind: 'guide'; readonly guide: Guide; readonly stage: 'relaxation' | 'whole nodes' }
  | { readonly kind: 'stop' }
