import type { Hours } from './units.ts'

/** What Ballast itself saw of one kind of spot machine in one place. */
export interface SpotEvent {
  /** It could not be had; it was taken back; it ran without either. */
  readonly kind: 'refused' | 'interrupted' | 'ran'
  readonly provider: string
  readonly region: string
  /** '' where it is not known. */
  readonly zone: string
  readonly instanceType: string
  /** ISO date-time. */
  readonly at: string
  /** Nodes times the hours that they ran, up to this event; absent where it is not known. */
  readonly nodeHours?: Hours
}
