/** A region of a provider. */
export interface Place {
  readonly provider: string
  readonly region: string
}

export const placeKey = ({ provider, region }: Place): string => `${provider}/${region}`
export const placeText = ({ provider, region }: Place): string => `${provider} ${region}`
