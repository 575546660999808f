import type { AwsSettings } from './aws/source.ts'
import type { AzureParts } from './azure/azure-parts.ts'
import type { AzureSettings } from './azure/azure-source.ts'
import type { RateCardSettings } from './azure/rate-card/rate-card-feed.ts'
import { bundledRegions } from './bundled/source.ts'
import { type CallLimits, callsTo } from './calls/calls.ts'
import { endpointOf } from './calls/endpoint.ts'
import { exchangeOf } from './currency.ts'
import type { FileSettings } from './file/source.ts'
import type { PriceSource, SourceName } from './source.ts'

/** The settings that sources follow, by their names in the configuration. */
export interface SourceSettings extends AwsSettings, AzureSettings, RateCardSettings, FileSettings {
  readonly priceCurrency: string
  readonly exchangeRates: string
  readonly azureRetailUrl: string
  readonly azureManagementUrl: string
  readonly gcpBillingUrl: string
  readonly priceCallTimeoutSeconds: number
  readonly priceCallAttempts: number
  readonly priceBackoffSeconds: number
  readonly priceMostPages: number
  readonly mostClockSkewSeconds: number
}

/** Makes a source that was asked for; its SDK is loaded then, and no other. Throws InputError where a setting of it makes no sense. */
export const priceSource = (name: SourceName, settings: SourceSettings): Promise<PriceSource> => SOURCE[name](settings)

/** A new source is a folder, and a line here. */
const SOURCE: Readonly<Record<SourceName, (settings: SourceSettings) => Promise<PriceSource>>> = {
  aws: async (settings) => (await import('./aws/source.ts')).awsSource({ ...common(settings), regions: regionsOf('aws') }, settings),
  azure: async (settings) => (await import('./azure/azure-source.ts')).azureSource(azureParts(settings), settings),
  'azure-ratecard': async (settings) => (await import('./azure/rate-card-source.ts')).azureRateCardSource(azureParts(settings), settings),
  gcp: async (settings) => {
    const [{ gcpSource }, { readShapesOf }] = await Promise.all([import('./gcp/gcp-source.ts'), import('./bundled/machine-shapes.ts')])
    const { limits, ...parts } = common(settings)
    const endpoint = endpointOf('gcpBillingUrl', settings.gcpBillingUrl)
    return gcpSource({ ...parts, calls: callsTo(limits), endpoint, shapes: readShapesOf('gcp') })
  },
  bundled: async () => (await import('./bundled/source.ts')).bundledSource(),
  file: async (settings) => {
    const { exchange } = common(settings)
    return (await import('./file/source.ts')).fileSource({ exchange, regionsOf }, settings)
  },
}

const MOST_BACKOFF_SECONDS = 30

function common(settings: SourceSettings) {
  const { priceCallAttempts, priceBackoffSeconds, priceCallTimeoutSeconds, priceMostPages, mostClockSkewSeconds } = settings
  const limits: CallLimits = {
    attempts: priceCallAttempts,
    backoffMilliseconds: priceBackoffSeconds * 1000,
    mostBackoffMilliseconds: Math.max(priceBackoffSeconds, MOST_BACKOFF_SECONDS) * 1000,
    timeoutMilliseconds: priceCallTimeoutSeconds * 1000,
  }
  const exchange = exchangeOf(settings.priceCurrency, settings.exchangeRates)
  return { limits, exchange, mostClockSkewSeconds, mostPages: priceMostPages }
}

function azureParts(settings: SourceSettings): AzureParts {
  const { limits, ...parts } = common(settings)
  return {
    ...parts,
    calls: callsTo(limits),
    endpoints: {
      retail: endpointOf('azureRetailUrl', settings.azureRetailUrl),
      management: endpointOf('azureManagementUrl', settings.azureManagementUrl),
    },
    credential: azureCredential(),
    knownRegions: regionsOf('azure'),
  }
}

const regionsOf = (provider: string): string[] =>
  bundledRegions()
    .filter((known) => known.provider === provider)
    .map(({ region }) => region)

/** Azure's own chain (environment, workload identity, managed identity, az login), made when a token is first asked for. */
function azureCredential(): AzureParts['credential'] {
  let chain: AzureParts['credential'] | undefined
  return {
    async getToken(...asked) {
      chain ??= new (await import('@azure/identity')).DefaultAzureCredential()
      return chain.getToken(...asked)
    },
  }
}
