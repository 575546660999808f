/** How often spot machines were taken back, as the provider publishes it. */
export interface InterruptionBand {
  readonly provider: string
  readonly region: string
  readonly instanceType: string
  /** A key of `shareOfNodesPerMonth` in data/interruption-rates.json, such as `5-10%`. */
  readonly band: string
}
