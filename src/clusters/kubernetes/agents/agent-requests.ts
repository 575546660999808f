import type { FleetAgent } from '../../../domain/fleet.ts'
import type { PodTemplate } from '../snapshot.ts'
import type { OptedIn } from './opted-in.ts'
import { type About, aboutAgent, aboutDeployment, beyondWords, contradiction, note, type Told, warning } from './told.ts'

type Requests = FleetAgent['requests']

/** What one replica asks for: of several Deployments the largest, and what its pods really got where that is more than is written. */
export function agentRequests(agent: string, parts: readonly OptedIn[]): { requests: Requests; told: Told[] } {
  const each = parts.map((part) => requestsOf(part))
  const requests = each.map((one) => one.requests).reduce(largest)
  const differing = new Set(each.map((one) => textOf(one.requests))).size > 1
  const message = `its Deployments ask for different amounts (${parts.map(({ snapshot }, at) => `${snapshot.cluster}: ${textOf(each[at]!.requests)}`).join('; ')}): the largest of each counts`
  return {
    requests,
    told: [
      ...each.flatMap(({ told }) => told),
      ...(differing ? [warning(aboutAgent(agent), message, 'write the same requests in each')] : []),
    ],
  }
}

function requestsOf({ deployment, snapshot, pods }: OptedIn): { requests: Requests; told: Told[] } {
  const about = aboutDeployment(snapshot.cluster, deployment)
  const { template } = deployment
  const written = plain(template.requests)
  const requests = [written, ...pods.standing.map((pod) => plain(pod.requests))].reduce(largest)
  const isMore = pods.replicaSets === 1 && textOf(requests) !== textOf(written)
  return {
    requests,
    told: [
      ...missing(about, template, requests),
      ...otherDevices(about, template),
      ...(isMore
        ? [note(about, `its pods ask for ${textOf(requests)}, and its template for ${textOf(written)}: what was added to the pods counts`)]
        : []),
    ],
  }
}

/** Without a request the scheduler packs a pod anywhere, so that no plan can say what a node holds. */
function missing(about: About, { hasRequests }: PodTemplate, requests: Requests): Told[] {
  const parts = [
    { name: 'CPU', key: 'cpu', isSaid: hasRequests.cpu, amount: requests.cpu, unit: 'vCPU' },
    { name: 'memory', key: 'memory', isSaid: hasRequests.memory, amount: requests.memoryGiB, unit: 'GiB' },
  ]
  return parts.flatMap(({ name, key, isSaid, amount, unit }) => {
    if (isSaid) return []
    const remedy = `write resources.requests.${key} for each of its containers`
    if (amount === 0) return [contradiction(about, `its containers say nothing of the ${name} that they need`, remedy)]
    return [warning(about, `not all of its containers say how much ${name} they need: the others' ${amount} ${unit} count`, remedy)]
  })
}

/** Parts of a GPU, and devices that are none. */
function otherDevices(about: About, { requests: { devices = {}, gpu } }: PodTemplate): Told[] {
  const all = Object.values(devices).reduce((sum, amount) => sum + amount, 0)
  if (all <= gpu) return []
  return [beyondWords(about, `its pods ask for ${Object.keys(devices).join(', ')}, and a plan knows whole GPUs only`)]
}

const plain = ({ cpu, memoryGiB, gpu }: Requests): Requests => ({ cpu, memoryGiB, gpu })

const largest = (one: Requests, other: Requests): Requests => ({
  cpu: Math.max(one.cpu, other.cpu),
  memoryGiB: Math.max(one.memoryGiB, other.memoryGiB),
  gpu: Math.max(one.gpu, other.gpu),
})

const textOf = ({ cpu, memoryGiB, gpu }: Requests): string =>
  `${cpu} vCPU, ${Number(memoryGiB.toFixed(3))} GiB${gpu > 0 ? `, ${gpu} GPU` : ''}`
