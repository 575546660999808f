import type { Catalogue, Machine } from '../domain/catalogue.ts'
import { coversPlace } from '../domain/commitment.ts'
import type { InputIssue } from '../domain/input-error.ts'
import { machineFamily } from '../domain/machine-family.ts'
import { didYouMean } from '../domain/nearest-name.ts'
import { twice, unknownName } from '../domain/parse-problem.ts'
import { type Draft, items } from './draft.ts'
import type { DescribedCluster, FleetDescription } from './schema.ts'

type ClusterDraft = Draft<DescribedCluster>

/** What clusters say that cannot be: places and machines that nobody sells, nodes without a price, names that stand twice. */
export function senseOfClusters(draft: Draft<FleetDescription>, catalogue: Catalogue): InputIssue[] {
  const clusters = items(draft.clusters, 'clusters')
  const operators = items(draft.operators, 'operators')
  return [
    ...twice('clusters', given(clusters.map(({ item }) => item.id))),
    ...twice('operators', given(operators.map(({ item }) => item.provider))),
    ...clusters.flatMap(({ item, path }) => clusterIssues(item, path, draft, catalogue)),
  ]
}

function clusterIssues(cluster: ClusterDraft, path: string, draft: Draft<FleetDescription>, catalogue: Catalogue): InputIssue[] {
  const place = placeIssues(cluster, path, draft, catalogue)
  const own = [...zoneIssues(cluster, path), ...reservationIssues(cluster, path, committedTypes(cluster, catalogue))]
  if (place.length > 0 || !cluster.provider || !cluster.region) return [...place, ...own]
  return [...own, ...machineIssues(cluster, path, catalogue.machines(cluster.provider, cluster.region))]
}

function placeIssues({ provider, region }: ClusterDraft, path: string, draft: Draft<FleetDescription>, catalogue: Catalogue): InputIssue[] {
  if (!provider) return []
  const operator = draft.operators?.find((one) => one?.provider === provider)
  const regions = [
    ...catalogue.regionsOf(provider).map((known) => known.region),
    ...given((operator?.regions ?? []).map((own) => own?.region)),
  ]
  if (!operator && !catalogue.operatorJurisdiction(provider)) return [unknownProvider(provider, `${path}.provider`, draft, catalogue)]
  return region ? unknownName(`${path}.region`, region, regions, `region of ${provider}`) : []
}

function unknownProvider(provider: string, path: string, draft: Draft<FleetDescription>, { providers }: Catalogue): InputIssue {
  const known = [...providers, ...given((draft.operators ?? []).map((operator) => operator?.provider))]
  const remedy = `${didYouMean(provider, known)}; one of your own is described under \`operators\``
  return { path, message: `names no provider: "${provider}"`, remedy }
}

function zoneIssues(cluster: ClusterDraft, path: string): InputIssue[] {
  const zones = given(cluster.zones ?? [])
  const nodes = items(cluster.nodes, `${path}.nodes`)
  return [
    ...twice(`${path}.zones`, zones),
    ...nodes.flatMap(({ item, path: at }) => (item.zone && cluster.zones ? unknownName(`${at}.zone`, item.zone, zones, 'zone') : [])),
  ]
}

function reservationIssues(cluster: ClusterDraft, path: string, committed: ReadonlySet<string>): InputIssue[] {
  const reserved = items(cluster.reserved, `${path}.reserved`)
  const types = given(reserved.map(({ item }) => item.instanceType))
  const overdrawn = [...new Set(types)].flatMap((instanceType) => {
    const paid = sum(reserved.filter(({ item }) => item.instanceType === instanceType).map(({ item }) => item.count))
    const running = sum(nodesOf(cluster, 'reserved', instanceType).map((node) => node.count))
    if (running <= paid) return []
    return [{ path: `${path}.nodes`, message: `${running} reserved nodes of ${instanceType} run, but ${paid} are reserved` }]
  })
  const unreserved = items(cluster.nodes, `${path}.nodes`)
    .filter(({ item }) => item.capacityType === 'reserved' && item.instanceType && !types.includes(item.instanceType))
    .filter(({ item }) => !committed.has(item.instanceType!))
    .map(({ item, path: at }) => ({ path: at, message: `no ${item.instanceType} is reserved`, remedy: 'state it under `reserved`' }))
  return [...twice(`${path}.reserved`, types), ...overdrawn, ...unreserved]
}

/** Types of which the account has bought nodes: which of today's nodes these are, is found when the problem is built. */
function committedTypes({ provider, region }: ClusterDraft, { commitments = [] }: Catalogue): ReadonlySet<string> {
  const here = commitments.filter((one) => provider && region && coversPlace(one, { provider, region }))
  return new Set(here.map(({ instanceType }) => instanceType))
}

function machineIssues(cluster: ClusterDraft, path: string, machines: readonly Machine[]): InputIssue[] {
  const types = machines.map(({ instanceType }) => instanceType)
  const families = [...new Set(types.map(machineFamily))]
  const kind = `machine type in ${cluster.provider} ${cluster.region}`
  const typeIssues = (list: readonly { item: { instanceType?: string | undefined }; path: string }[]) =>
    list.flatMap(({ item, path: at }) => (item.instanceType ? unknownName(`${at}.instanceType`, item.instanceType, types, kind) : []))
  return [
    ...items(cluster.growsFrom?.instanceTypes, `${path}.growsFrom.instanceTypes`).flatMap((type) =>
      unknownName(type.path, type.item, types, kind),
    ),
    ...items(cluster.growsFrom?.families, `${path}.growsFrom.families`).flatMap((family) =>
      unknownName(family.path, family.item, families, `machine family in ${cluster.provider} ${cluster.region}`),
    ),
    ...typeIssues(items(cluster.reserved, `${path}.reserved`)),
    ...typeIssues(items(cluster.nodes, `${path}.nodes`)),
    ...unpriced(cluster, path, machines),
  ]
}

/** Without the price of what runs today, tonight's saving would be false. */
function unpriced(cluster: ClusterDraft, path: string, machines: readonly Machine[]): InputIssue[] {
  return items(cluster.nodes, `${path}.nodes`).flatMap(({ item: { instanceType, capacityType }, path: at }) => {
    const machine = machines.find((one) => one.instanceType === instanceType)
    if (!machine || (capacityType === 'spot' ? machine.spot : machine.onDemand) || capacityType === 'reserved') return []
    const message = `no ${capacityType} price of ${instanceType} in ${cluster.region} is known`
    return [{ path: at, message, remedy: 'give it in a price file of your own, under `prices`' }]
  })
}

function nodesOf(cluster: ClusterDraft, capacityType: string, instanceType: string) {
  const nodes = items(cluster.nodes, '').map(({ item }) => item)
  return nodes.filter((node) => node.capacityType === capacityType && node.instanceType === instanceType)
}

const sum = (numbers: readonly (number | undefined)[]): number => numbers.reduce<number>((total, one) => total + (one ?? 0), 0)

/** Those that are there. */
export const given = <T>(list: readonly (T | undefined)[]): T[] => list.filter((one) => one !== undefined)
