import type { ConflictItem } from '../domain/plan.ts'
import type { Draft } from './plan-of.ts'
import type { Guide } from './search/guide.ts'

/** Where replicas want to be, as some relaxation says. */
export interface GuideMessage {
  readonly kind: 'guide'
  readonly guide: Guide
  readonly stage: 'relaxation' | 'whole nodes'
}

/** From a worker to the thread that asked. */
export type ToMain =
  | { readonly kind: 'bound'; readonly usdPerHour: number }
  | GuideMessage
  /** A plan, and what the verifier found in it: nothing, or a defect. */
  | { readonly kind: 'draft'; readonly draft: Draft; readonly violations: readonly string[] }
  /** A part of the work is over; the next begins when it is said. */
  | { readonly kind: 'waiting' }
  /** No plan exists; which rules are in conflict is being found out. */
  | { readonly kind: 'impossible' }
  | { readonly kind: 'infeasible'; readonly conflict: readonly ConflictItem[]; readonly conflictIsMinimal: boolean }
  | { readonly kind: 'done' }
  /** The name apart, since an error loses its own on the way between threads. */
  | { readonly kind: 'failed'; readonly name: string; readonly error: Error }

/** From the thread that asked to a worker. */
export type ToWorker =
  | { readonly kind: 'best'; readonly usdPerHour: number }
  | GuideMessage
  | { readonly kind: 'stop' }
  /** The next part may begin, for whoever waits. */
  | { readonly kind: 'go' }
  /** A turn of so many rounds, from a plan or from nothing. */
  | { readonly kind: 'turn'; readonly seed: number; readonly rounds: number; readonly start?: Draft }
