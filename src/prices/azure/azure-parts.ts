import type { TokenCredential } from '@azure/identity'
import type { Seconds } from '../../domain/units.ts'
import type { Calls } from '../calls/calls.ts'
import type { Endpoint } from '../calls/endpoint.ts'
import type { Exchange } from '../currency.ts'

/** What Azure's sources are handed. */
export interface AzureParts {
  readonly calls: Calls
  readonly exchange: Exchange
  readonly endpoints: {
    /** The Retail Prices API. */
    readonly retail: Endpoint
    /** Azure Resource Manager. */
    readonly management: Endpoint
  }
  /** Asked only where Azure Resource Manager is reached by https. */
  readonly credential: TokenCredential
  readonly mostClockSkewSeconds: Seconds
  readonly mostPages: number
  /** Azure's regions by the names that Azure Resource Manager gives them: `westeurope`. */
  readonly knownRegions: readonly string[]
}

/** A text within a filter of Azure's APIs (OData): a quote in it is doubled. */
export const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`
