import { EC2Client } from '@aws-sdk/client-ec2'
import type { Reading } from '../source.ts'
import { type AwsApi, clientSettings } from './aws-api.ts'
import { awsFailure } from './aws-failure.ts'
import { checkedAnswer, xmlForm } from './checked-answer.ts'
import { type Page, pagesOf } from './pages-of.ts'

/** The pages of one of EC2's Describe actions; throws PriceSourceError. */
export async function* ec2Pages<Row>(
  action: string,
  api: AwsApi,
  reading: Reading,
  send: (client: EC2Client, token: string | undefined, abortSignal: AbortSignal) => Promise<Page<Row>>,
): AsyncGenerator<readonly Row[]> {
  const where = `${action} ${api.endpoint.url.host}`
  const client = clientOf(action, where, api, reading)
  const failureOf = awsFailure({ action: `ec2:${action}`, isOnlyOne: false }, reading)
  try {
    yield* pagesOf(where, api, reading, (token, signal) => send(client, token, signal), failureOf, { lastMayRepeat: true })
  } finally {
    client.destroy()
  }
}

function clientOf(action: string, where: string, api: AwsApi, { now }: Reading): EC2Client {
  const client = new EC2Client(clientSettings(api))
  const checks = { where, now, mostClockSkewSeconds: api.parts.mostClockSkewSeconds, form: xmlForm(action) }
  client.middlewareStack.add(
    (next) => async (request) => {
      const result = await next(request)
      return { ...result, response: await checkedAnswer(result.response, checks) }
    },
    { step: 'deserialize', priority: 'low', name: 'checkedAnswer' },
  )
  return client
}
