import type { AgentDeployment } from '../../domain/agent-deployment.ts'
import type { Finding } from '../../domain/finding.ts'
import { type FleetAgent, replicasToday } from '../../domain/fleet.ts'
import type { Listing } from '../prices/formats.ts'
import type { FleetShown } from './fleet-shown.ts'

/** Each agent with its Deployments: what is wanted, what stands, who owns it, and what it asks for and uses. */
export function agentRows({ fleet, findings }: FleetShown) {
  const agents = fleet.agents.filter(({ isBystander }) => !isBystander)
  const standing = standingByAgent(fleet.clusters)
  return agents.map((agent) => {
    const { id, policyNames, policy, requests, utilisation, deployments = [], isPaused, pinnedBecause } = agent
    return {
      agent: id,
      wanted: wantedOf(agent),
      standing: standing.get(id) ?? 0,
      ready: deployments.reduce((sum, one) => sum + one.readyReplicas, 0),
      places: replicasToday({ clusters: fleet.clusters }, id),
      deployments,
      policies: policyNames,
      policy,
      state: stateOf(agent),
      ...(isPaused && { isPaused }),
      ...(pinnedBecause && { pinnedBecause }),
      requests,
      ...(utilisation && { utilisation }),
      findings: findings.filter((finding) => isAbout(finding, agent)),
    }
  })
}

function standingByAgent(clusters: FleetShown['fleet']['clusters']): Map<string, number> {
  const standing = new Map<string, number>()
  for (const { nodes } of clusters)
    for (const { count, pods } of nodes)
      for (const { agent, replicas } of pods) standing.set(agent, (standing.get(agent) ?? 0) + count * replicas)
  return standing
}

/** Where a load decides, the plan says how many. */
const wantedOf = ({ demand }: FleetAgent): number | undefined => ('replicas' in demand ? demand.replicas : undefined)

function stateOf({ isPaused, pinnedBecause }: FleetAgent): string {
  if (isPaused) return 'paused'
  return pinnedBecause === undefined ? 'planned' : 'stays as it stands'
}

function isAbout({ subject, cluster }: Finding, { id, deployments = [] }: FleetAgent): boolean {
  if (subject === `agent ${id}`) return true
  return deployments.some((one) => one.cluster === cluster && subject === `Deployment ${one.namespace}/${one.name}`)
}

const HEADINGS = {
  agent: 'agent',
  state: 'state',
  wanted: 'wanted',
  standing: 'standing',
  ready: 'ready',
  deployments: 'Deployments',
  owner: 'replicas owned by',
  policies: 'policies',
  cpu: 'vCPU asked',
  usedCpu: 'used (p95)',
  memoryGiB: 'GiB asked',
  usedMemoryGiB: 'used (max)',
  findings: 'findings',
}

export function agentsListing(shown: FleetShown): Listing {
  const rows = agentRows(shown).map((row) => ({
    agent: row.agent,
    state: row.state,
    wanted: row.wanted,
    standing: row.standing,
    ready: row.ready,
    deployments: row.deployments.map(placeText).join(', '),
    owner: [...new Set(row.deployments.map(ownerText))].join(', '),
    control: [...new Set(row.deployments.map(({ control }) => control))].join(', '),
    policies: row.policies.join(', '),
    cpu: row.requests.cpu,
    usedCpu: row.utilisation?.cpu?.p95,
    memoryGiB: row.requests.memoryGiB,
    usedMemoryGiB: row.utilisation?.memoryMaxGiB,
    gpu: row.requests.gpu,
    usedFrom: row.utilisation?.source,
    usedHours: row.utilisation?.windowHours,
    findings: row.findings.filter(({ severity }) => severity !== 'note').length,
  }))
  const columns = [
    ...['agent', 'state', 'wanted', 'standing', 'ready', 'deployments', 'owner', 'control', 'policies', 'cpu', 'usedCpu'],
    ...['memoryGiB', 'usedMemoryGiB', 'gpu', 'usedFrom', 'usedHours', 'findings'],
  ]
  const tableRows = rows.map((row) => ({
    ...row,
    cpu: exact(row.cpu),
    usedCpu: exact(row.usedCpu),
    memoryGiB: exact(row.memoryGiB),
    usedMemoryGiB: exact(row.usedMemoryGiB),
    findings: row.findings || undefined,
  }))
  return { name: 'agents', columns, headings: HEADINGS, rows, tableRows }
}

/** Replicas ask for parts of a vCPU: one decimal would hide them. */
const exact = (amount: number | undefined): string | undefined => (amount === undefined ? undefined : String(Number(amount.toFixed(3))))

const placeText = ({ cluster, namespace, name, capacityType, isBound, replicas }: AgentDeployment): string =>
  `${cluster} ${namespace}/${name} ×${replicas}${isBound ? ` ${capacityType}` : ''}`

function ownerText({ owner, control }: AgentDeployment): string {
  if (owner.kind === 'none') return 'nobody'
  const bounds = 'minReplicas' in owner ? ` ${owner.minReplicas}–${owner.maxReplicas}` : ''
  return `${owner.kind} ${owner.name}${bounds}${control === 'advice' ? ' (advice only)' : ''}`
}
