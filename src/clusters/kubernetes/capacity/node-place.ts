import { firstLabel, REGION_KEYS, ZONE_KEYS } from '../node-labels.ts'
import type { NodeObject } from '../snapshot.ts'

/** The name by which the catalogue knows the cloud of a providerID's scheme. Sources: the cloud controllers' own provider IDs. */
const PROVIDERS: Readonly<Record<string, string>> = { aws: 'aws', azure: 'azure', gce: 'gcp' }

/** `aws:///eu-west-1a/i-0abc`, `azure:///subscriptions/…`, `gce://project/europe-west1-b/name`; of others the scheme is the name. */
export function providerOf({ providerId }: NodeObject): string | undefined {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//.exec(providerId)?.[1]
  return scheme === undefined ? undefined : (PROVIDERS[scheme] ?? scheme)
}

/** By its label, else by the zone that its providerID names. */
export function regionOf(node: NodeObject): string | undefined {
  return firstLabel(node.labels, REGION_KEYS) ?? regionOfId(node)
}

/** The region that the providerID itself shows: the zone without its letter. Azure's shows none. */
export function regionOfId(node: NodeObject): string | undefined {
  const zone = zoneOfId(node)
  return zone === undefined ? undefined : (/^(.*?\d)-?[a-z]$/.exec(localZoneParent(zone) ?? zone)?.[1] ?? zone)
}

/** Azure numbers fault domains where there are no zones: https://cloud-provider-azure.sigs.k8s.io/topics/availability-zones/ */
export const NO_ZONE = '0'

/** As the cloud writes it: `eu-west-1a`, `westeurope-1`, `europe-west1-b`; `0` for an Azure node outside of all zones. */
export function zoneOf(node: NodeObject): string | undefined {
  const zone = firstLabel(node.labels, ZONE_KEYS) ?? zoneOfId(node)
  if (zone === undefined || zone === '') return undefined
  return /^\d+$/.test(zone) ? NO_ZONE : zone
}

function zoneOfId({ providerId }: NodeObject): string | undefined {
  return (/^aws:\/\/\/([^/]+)\/[^/]+$/.exec(providerId) ?? /^gce:\/\/[^/]+\/([^/]+)\/[^/]+$/.exec(providerId))?.[1]
}

/**
 * AWS sells machines in Local Zones and Wavelength Zones at prices of their own: `us-west-2-lax-1a` and `us-east-1-wl1-bos-wlz-1`.
 * Source: https://docs.aws.amazon.com/local-zones/latest/ug/available-local-zones.html
 */
export const isLocalZone = (zone: string): boolean => localZoneParent(zone) !== undefined

const localZoneParent = (zone: string): string | undefined => {
  const region = /^([a-z]{2}(?:-[a-z]+)+-\d)-(?:[a-z]{3}-\d+[a-z]|wl\d.*)$/.exec(zone)?.[1]
  return region === undefined ? undefined : `${region}a`
}
