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
  | { readonly kind: 'failed'; readonly error: Error }

/** From the thread that asked to a worker. */
export type ToWorker =
  | { readonly kind: 'best'; readonly usdPerHour: number }
  | { readonly kind: 'guide'; readonly guide: Guide; readonly stage: 'relaxation' | 'whole nodes' }
  | { readonly kind: 'stop' }
