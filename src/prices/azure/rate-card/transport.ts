import type { UsageManagementClient } from '@azure/arm-commerce'
import { isLoopback } from '../../calls/endpoint.ts'
import { fetchJson } from '../../calls/fetch-json.ts'
import type { Reading } from '../../source.ts'
import type { AzureParts } from '../azure-parts.ts'
import { azureErrorText } from '../error-text.ts'
import { expectedAnswer } from '../expected-answer.ts'
import { managementRemedies } from '../management.ts'
import { RateCardSchema, type WireRateCard } from './rate-card.ts'

type ClientOptions = NonNullable<ConstructorParameters<typeof UsageManagementClient>[2]>
export type Transport = NonNullable<ClientOptions['httpClient']>

/** All prices of an offer are one body of tens of MB, and take eight times as much memory while they are read. */
const MOST_BYTES = 100e6

/**
 * Carries the client's requests by the calls that all sources share. Its own way of doing so throws the redirect away by which
 * RateCard answers, bounds no body, and shows the whole of one that it cannot parse.
 */
export function rateCardTransport(subscription: string, parts: AzureParts, reading: Reading): Transport {
  const { calls, mostClockSkewSeconds } = parts
  return {
    async sendRequest(request) {
      const url = new URL(request.url)
      const authorization = request.headers.get('authorization')
      const json = await fetchJson(
        url,
        {
          headers: authorization === undefined ? {} : { authorization },
          remedies: managementRemedies(subscription),
          errorText: rateCardErrorText,
          mayLeadTo: (target) => mayHoldRateCard(target, parts),
          mostClockSkewSeconds,
          mostBytes: MOST_BYTES,
        },
        calls,
        reading,
      )
      const card = expectedAnswer(RateCardSchema, json, `GET ${url.host}${url.pathname}`)
      return { request, status: 200, headers: withoutAny(request.headers), parsedBody: onlyMachinesOnSale(card) }
    },
  }
}

/** Nine meters of ten are of other services, and the client copies each one that it is handed; what is on sale it cannot tell. */
const onlyMachinesOnSale = ({ Currency, Meters }: WireRateCard) => ({
  Currency,
  Meters: Meters.filter(({ MeterCategory, MeterStatus }) => MeterCategory === 'Virtual Machines' && MeterStatus !== 'Deprecated'),
})

/** Azure's own storage and services; this machine where RateCard itself is a replay on it. */
export function mayHoldRateCard({ protocol, hostname }: URL, { endpoints }: Pick<AzureParts, 'endpoints'>): boolean {
  if (endpoints.management.isPlain && protocol === 'http:') return isLoopback(hostname)
  return protocol === 'https:' && /\.(blob\.core\.windows\.net|azure\.com)$/.test(hostname)
}

/** RateCard is not for every subscription; who may not ask it has the public prices. */
export function rateCardErrorText(body: unknown): string | undefined {
  const text = azureErrorText(body)
  const isRefused = text !== undefined && /DisallowedProvider/i.test(text)
  return isRefused ? `${text}; RateCard serves pay-as-you-go subscriptions alone (no EA, CSP or MCA): use the source azure instead` : text
}

/** What the headers said is judged already. */
function withoutAny<Headers extends { clone(): Headers; headerNames(): string[]; remove(name: string): boolean }>(
  headers: Headers,
): Headers {
  const none = headers.clone()
  for (const name of none.headerNames()) none.remove(name)
  return none
}
