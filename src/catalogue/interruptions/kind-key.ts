/** A kind of spot machine in one place. */
export interface SpotKind {
  readonly provider: string
  readonly region: string
  readonly instanceType: string
}

export const kindKey = ({ provider, region, instanceType }: SpotKind): string => `${provider}|${region}|${instanceType}`
