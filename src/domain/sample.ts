/** One figure at one time: a load, a queue's depth, replicas. */
export interface Sample {
  /** Unix time [s]; fractions are kept. */
  readonly atSeconds: number
  readonly value: number
}
