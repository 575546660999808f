import type { CloudCatalogClient, protos } from '@google-cloud/billing'
import type { Endpoint } from '../calls/endpoint.ts'

export type Sku = protos.google.cloud.billing.v1.ISku

/** Sends one request of the SDK with the credentials, which come as headers, and gives the JSON that came. */
export type Send = (url: URL, headers: Headers, credentials: () => Promise<Headers>) => Promise<unknown>

type ClientOptions = NonNullable<ConstructorParameters<typeof CloudCatalogClient>[0]>
type AuthClient = NonNullable<ClientOptions['authClient']>

/**
 * Google's client of the Cloud Billing Catalog over REST, with Application Default Credentials; for plain http a placeholder takes their
 * place. What it asks for goes through `send`: the SDK shows no headers, so that neither a wrong clock nor Retry-After could be told by it.
 * Rejects where there are no credentials. The SDK is loaded here, as it takes its time and most commands need no prices.
 */
export async function catalogClient({ url: base, isPlain }: Endpoint, send: Send): Promise<CloudCatalogClient> {
  const { CloudCatalogClient } = await import('@google-cloud/billing')
  const client = new CloudCatalogClient({ fallback: true, ...(isPlain && { authClient: placeholder() }) })
  const { auth } = client
  const prefix = base.pathname.replace(/\/$/, '')
  const fetch = async (asked: string, { headers }: RequestInit = {}) => {
    const { pathname, search } = new URL(asked)
    const url = new URL(`${prefix}${pathname}${search}`, base)
    return Response.json(await send(url, new Headers(headers), () => auth.getRequestHeaders(url.href)))
  }
  Object.assign(auth, { fetch })
  // Else listSkus does it, and a failure would be a rejection that nobody awaits.
  await client.initialize()
  return client
}

const placeholder = (): AuthClient => {
  const auth: Pick<AuthClient, 'getRequestHeaders'> = {
    getRequestHeaders: async () => new Headers({ authorization: 'Bearer placeholder' }),
  }
  return auth as AuthClient
}
