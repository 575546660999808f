import type { Endpoint } from '../calls/endpoint.ts'
import { networkFailure } from '../calls/network-failure.ts'
import type { Reading } from '../source.ts'
import type { AzureParts } from './azure-parts.ts'

/** What stands for a subscription and a token where the user's own are not sent: to a replay on this machine. */
const NO_SUBSCRIPTION = '00000000-0000-0000-0000-000000000000'
const NO_TOKEN = 'no-credentials-are-sent-to-plain-http'

/** The other clouds of Azure sign in for an audience of their own. */
const OTHER_CLOUDS = ['management.chinacloudapi.cn', 'management.usgovcloudapi.net']

const SIGN_IN = 'sign in (az login), or set AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate, or give this machine an identity'

/** The subscription to ask Azure Resource Manager with; undefined where there is none. */
export function subscriptionOf(id: string, { isPlain }: Endpoint): string | undefined {
  return id.trim() || (isPlain ? NO_SUBSCRIPTION : undefined)
}

/** What the user of a subscription can do about a status of Azure Resource Manager. */
export const managementRemedies = (subscription: string): Readonly<Record<number, string>> => ({
  401: SIGN_IN,
  403: `give the identity that asks the role Reader on the subscription ${subscription}`,
  404: `check azureSubscriptionId (${subscription}) and azureManagementUrl`,
})

/** A token for Azure Resource Manager; to plain http the user's is neither asked for nor sent. Throws PriceSourceError. */
export async function managementToken({ calls, credential, endpoints }: AzureParts, reading: Reading): Promise<string> {
  const { url, isPlain } = endpoints.management
  if (isPlain) return NO_TOKEN
  const audience = OTHER_CLOUDS.includes(url.hostname) ? url.hostname : 'management.azure.com'
  const signIn = async (abortSignal: AbortSignal) => {
    const token = await credential.getToken(`https://${audience}/.default`, { abortSignal })
    if (token === null) throw new Error('no token was given')
    return token.token
  }
  return calls.call(`signing in for ${url.host}`, reading, signIn, signInFailure)
}

/** Whatever else a chain of credentials throws, its first line says what it tried. */
function signInFailure(error: unknown) {
  const [line = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  return networkFailure(error) ?? { message: `not signed in: ${line.slice(0, 300)}`, remedy: SIGN_IN, isPassing: false, isOfHost: true }
}
