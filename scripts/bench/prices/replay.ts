import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import { priceListPage, spotAdvisor, spotPage, typesPage } from './aws.ts'
import { retailPage } from './azure.ts'
import { skusPage } from './gcp.ts'

export interface Regions {
  readonly aws: readonly string[]
  readonly azure: readonly string[]
  readonly gcp: readonly string[]
}

export interface Replay {
  /** The settings that lead there. */
  readonly environment: Readonly<Record<string, string>>
  readonly requests: () => number
  close(): void
}

/** The price APIs of the three clouds on this machine, as long as their answers truly are. */
export async function startReplay(regions: Regions): Promise<Replay> {
  let requests = 0
  const server = createServer(async (request, response) => {
    requests++
    const answer = answerTo(new URL(request.url ?? '/', 'http://replay'), await text(request), request, regions)
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': answer?.startsWith('<') ? 'text/xml' : 'application/json' })
    response.end(answer ?? '{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    environment: {
      BALLAST_AWS_PRICING_URL: `${base}/aws`,
      BALLAST_AWS_EC2_URL: `${base}/ec2/{region}`,
      BALLAST_AWS_SPOT_ADVISOR_URL: `${base}/spot-advisor`,
      BALLAST_AZURE_RETAIL_URL: base,
      BALLAST_AZURE_MANAGEMENT_URL: `${base}/management`,
      BALLAST_GCP_BILLING_URL: base,
    },
    requests: () => requests,
    close: () => {
      server.closeAllConnections()
      server.close()
    },
  }
}

function answerTo({ pathname, searchParams }: URL, body: string, { headers }: IncomingMessage, regions: Regions): string | undefined {
  if (headers['x-amz-target'] === 'AWSPriceListService.GetProducts') return products(body)
  if (pathname.startsWith('/ec2/')) return ec2(pathname.split('/')[2]!, new URLSearchParams(body))
  if (pathname.startsWith('/spot-advisor')) return spotAdvisor(regions.aws)
  if (pathname === '/api/retail/prices')
    return retailPage(regionIn(searchParams.get('$filter') ?? ''), Number(searchParams.get('$skip') ?? 0))
  if (pathname.endsWith('/Microsoft.Compute/skus')) return '{"value":[]}'
  if (pathname.startsWith('/v1/services/')) return skusPage(regions.gcp, searchParams.get('pageToken') ?? '')
  return undefined
}

const regionIn = (filter: string): string => /armRegionName eq '(\w+)'/.exec(filter)?.[1] ?? ''

function products(body: string): string {
  const { Filters, NextToken = '' } = JSON.parse(body) as { Filters: { Field: string; Value: string }[]; NextToken?: string }
  const asked = (field: string) => Filters.find(({ Field }) => Field === field)?.Value ?? ''
  return priceListPage(asked('regionCode'), asked('productFamily').includes('metal'), NextToken)
}

function ec2(region: string, query: URLSearchParams): string {
  const token = query.get('NextToken') ?? ''
  return query.get('Action') === 'DescribeSpotPriceHistory' ? spotPage(region, token) : typesPage(token)
}
