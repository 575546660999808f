import type { PodObject } from '../../snapshot.ts'
import { ownedObject, type WithMetadata } from './metadata.ts'
import { isTrue } from './node.ts'
import { podRequests } from './pod-requests.ts'
import type { PodSpec } from './pod-template.ts'
import { type Amounts, podResources } from './resources.ts'

interface Pod extends WithMetadata {
  readonly spec?: PodSpec
  readonly status?: {
    readonly phase?: string
    readonly startTime?: string
    readonly conditions?: readonly { readonly type: string; readonly status: string }[] | null
    readonly containerStatuses?: readonly ContainerStatus[] | null
    readonly initContainerStatuses?: readonly ContainerStatus[] | null
  }
}

interface ContainerStatus {
  readonly name: string
  readonly restartCount?: number
  readonly state?: ContainerState | null
  readonly lastState?: ContainerState | null
  /** What its node set aside for it: while it is being resized it may be more than its spec asks for. */
  readonly allocatedResources?: Amounts | null
}

interface ContainerState {
  readonly terminated?: { readonly reason?: string; readonly finishedAt?: string } | null
}

export function podOf(pod: Pod): PodObject {
  const { spec = {}, status = {} } = pod
  const containers = status.containerStatuses ?? []
  const statuses = [...containers, ...(status.initContainerStatuses ?? [])]
  const outOfMemoryAt = statuses.flatMap(outOfMemory).toSorted().at(-1)
  return {
    ...ownedObject(pod),
    node: spec.nodeName ?? '',
    phase: status.phase ?? 'Unknown',
    isReady: isTrue(status.conditions, 'Ready'),
    isDeleted: pod.metadata?.deletionTimestamp !== undefined,
    ...(status.startTime ? { startedAt: status.startTime } : {}),
    requests: podResources(podRequests(spec, givenTo(statuses))),
    restarts: containers.reduce((sum, { restartCount = 0 }) => sum + restartCount, 0),
    ...(outOfMemoryAt === undefined ? {} : { lastOutOfMemoryAt: outOfMemoryAt }),
  }
}

function givenTo(statuses: readonly ContainerStatus[]): ReadonlyMap<string, Amounts> {
  return new Map(statuses.flatMap(({ name, allocatedResources }) => (allocatedResources ? [[name, allocatedResources]] : [])))
}

function outOfMemory({ state, lastState }: ContainerStatus): string[] {
  return [state, lastState].flatMap((one) =>
    one?.terminated?.reason === 'OOMKilled' && one.terminated.finishedAt ? [one.terminated.finishedAt] : [],
  )
}
