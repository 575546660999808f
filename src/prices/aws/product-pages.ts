import { type Filter, GetProductsCommand, PricingClient } from '@aws-sdk/client-pricing'
import { badAnswer } from '../price-source-error.ts'
import type { Reading } from '../source.ts'
import { type AwsApi, clientSettings } from './aws-api.ts'
import { awsFailure } from './aws-failure.ts'
import { checkedAnswer, JSON_FORM } from './checked-answer.ts'
import { type Page, pagesOf } from './pages-of.ts'
import { METAL_FAMILY, SHARED_FAMILY } from './product.ts'

const PERMISSION = { action: 'pricing:GetProducts', isOnlyOne: true }
/** The most that the API gives at once. */
const ROWS_PER_PAGE = 100

/** The entries of the price list that a Linux node of the region is paid by, page by page: some 1,000 of 100,000. Throws PriceSourceError. */
export async function* productPages(region: string, api: AwsApi, reading: Reading): AsyncGenerator<unknown[]> {
  const where = `GetProducts ${api.endpoint.url.host}`
  const client = clientOf(where, api, reading)
  try {
    for (const filters of queriesOf(region)) {
      const read = (token: string | undefined, signal: AbortSignal) => page(client, filters, token, signal)
      for await (const rows of pagesOf(where, api, reading, read, awsFailure(PERMISSION, reading)))
        yield rows.map((row) => entryOf(row, where))
    }
  } finally {
    client.destroy()
  }
}

const queriesOf = (region: string): Filter[][] =>
  [
    { tenancy: 'Shared', productFamily: SHARED_FAMILY },
    { tenancy: 'Dedicated', productFamily: METAL_FAMILY },
  ].map((kind) =>
    equals({
      regionCode: region,
      serviceCode: 'AmazonEC2',
      preInstalledSw: 'NA',
      operatingSystem: 'Linux',
      capacitystatus: 'Used',
      marketoption: 'OnDemand',
      ...kind,
    }),
  )

const equals = (fields: Readonly<Record<string, string>>): Filter[] =>
  Object.entries(fields).map(([Field, Value]) => ({ Type: 'TERM_MATCH', Field, Value }))

function clientOf(where: string, api: AwsApi, { now }: Reading): PricingClient {
  const client = new PricingClient(clientSettings(api))
  const checks = { where, now, mostClockSkewSeconds: api.parts.mostClockSkewSeconds, form: JSON_FORM }
  client.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request)
      return { ...result, response: await checkedAnswer(result.response, checks) }
    },
    { step: 'deserialize', priority: 'low', name: 'checkedAnswer' },
  )
  return client
}

async function page(client: PricingClient, filters: Filter[], token: string | undefined, abortSignal: AbortSignal): Promise<Page<string>> {
  const query = { ServiceCode: 'AmazonEC2', FormatVersion: 'aws_v1', Filters: filters, MaxResults: ROWS_PER_PAGE }
  const command = new GetProductsCommand(token === undefined ? query : { ...query, NextToken: token })
  const { PriceList, NextToken } = await client.send(command, { abortSignal })
  // The SDK gives String objects, which are no strings to typeof.
  return { rows: PriceList?.map(String), next: NextToken }
}

function entryOf(row: string, where: string): unknown {
  try {
    return JSON.parse(row)
  } catch (cause) {
    throw badAnswer(where, 'an entry of the PriceList is no JSON document', { cause })
  }
}
