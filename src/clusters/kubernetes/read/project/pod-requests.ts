import { largerOf, NO_QUANTITY, sumOf } from '../../../../domain/quantity.ts'
import { type Amounts, type ExactAmounts, exactAmounts } from './resources.ts'

export interface Container {
  readonly name?: string
  /** `Always` makes an init container a sidecar: it starts in its turn, and stays. */
  readonly restartPolicy?: string
  readonly resources?: Resources | null
}

export interface Resources {
  readonly requests?: Amounts | null
  readonly limits?: Amounts | null
}

/** What of a pod's spec its requests come from. */
export interface RequestingPod {
  readonly containers?: readonly Container[] | null
  readonly initContainers?: readonly Container[] | null
  readonly overhead?: Amounts | null
  /** Of the pod as a whole, since 1.32. */
  readonly resources?: Resources | null
}

/**
 * What the scheduler sets aside for a pod: the larger of what its containers and sidecars take together and what its start takes at its
 * height, unless the pod says it as a whole; and its overhead. `given` is what a container was given already where it is being resized.
 * Source: PodRequests in k8s.io/component-helpers/resource, and KEP-753 for sidecars.
 */
export function podRequests(pod: RequestingPod, given: ReadonlyMap<string, Amounts> = new Map()): ExactAmounts {
  const requests = (container: Container): ExactAmounts =>
    larger(requestsOf(container.resources), exactAmounts(given.get(container.name ?? '')))
  const { sidecars, height } = startOf(pod.initContainers ?? [], requests)
  const running = plus([...(pod.containers ?? []).map(requests), sidecars])
  const { limits: wholeLimits, requests: whole } = pod.resources ?? {}
  const needed = new Map([...exactAmounts(wholeLimits), ...larger(running, height), ...exactAmounts(whole)])
  return plus([needed, exactAmounts(pod.overhead)])
}

/** What a pod may use at most: absent for a resource that one of its containers may use without limit. */
export function podLimits({ containers, initContainers, resources }: RequestingPod): ExactAmounts {
  const lasting = [...(containers ?? []), ...(initContainers ?? []).filter(isSidecar)].map((one) => exactAmounts(one.resources?.limits))
  const [first = new Map(), ...others] = lasting
  const limited = [...first.keys()].filter((resource) => others.every((limits) => limits.has(resource)))
  const sums = limited.map((resource) => [resource, sumOf(lasting.map((limits) => limits.get(resource) ?? NO_QUANTITY))] as const)
  return new Map([...sums, ...exactAmounts(resources?.limits)])
}

/** Whether every container that lasts says what it needs of a resource, or the pod does as a whole. */
export function saysItsNeed({ containers, initContainers, resources }: RequestingPod, resource: 'cpu' | 'memory'): boolean {
  if (requestsOf(resources).has(resource)) return true
  const lasting = [...(containers ?? []), ...(initContainers ?? []).filter(isSidecar)]
  return lasting.length > 0 && lasting.every((container) => requestsOf(container.resources).has(resource))
}

const isSidecar = ({ restartPolicy }: Container): boolean => restartPolicy === 'Always'

/** A limit without a request is a request, too: API servers fill it in when a pod is made, so a template does not show it. */
function requestsOf(resources: Resources | null | undefined): ExactAmounts {
  const requests = exactAmounts(resources?.requests)
  const limits = exactAmounts(resources?.limits)
  return limits.size === 0 ? requests : new Map([...limits, ...requests])
}

/** Init containers run one by one, each beside the sidecars that were started before it. */
function startOf(
  initContainers: readonly Container[],
  requests: (container: Container) => ExactAmounts,
): { sidecars: ExactAmounts; height: ExactAmounts } {
  let sidecars: ExactAmounts = new Map()
  let height: ExactAmounts = new Map()
  for (const container of initContainers) {
    const together = plus([sidecars, requests(container)])
    if (isSidecar(container)) sidecars = together
    height = larger(height, together)
  }
  return { sidecars, height }
}

function plus(all: readonly ExactAmounts[]): ExactAmounts {
  const some = all.filter(({ size }) => size > 0)
  const [only = new Map()] = some
  if (some.length <= 1) return only
  const resources = new Set(some.flatMap((amounts) => [...amounts.keys()]))
  return new Map([...resources].map((resource) => [resource, sumOf(some.map((amounts) => amounts.get(resource) ?? NO_QUANTITY))]))
}

function larger(one: ExactAmounts, other: ExactAmounts): ExactAmounts {
  if (other.size === 0) return one
  const resources = new Set([...one.keys(), ...other.keys()])
  return new Map(
    [...resources].map((resource) => [resource, largerOf(one.get(resource) ?? NO_QUANTITY, other.get(resource) ?? NO_QUANTITY)]),
  )
}
