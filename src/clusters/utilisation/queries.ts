/** The selector that each query needs: matchers of the cluster and of the namespaces asked for. */
export interface Scope {
  /** Each with a comma before it. */
  readonly matchers: string
  readonly namespaces: readonly string[]
  readonly stepSeconds: number
}

/**
 * cAdvisor counts a pod three times: per container, per sandbox (POD), and as a whole (no container). Only the first is wanted.
 * Where two jobs scrape the same kubelet, or a restart leaves two series of one container, the larger counts, not the sum.
 */
const OF_CONTAINERS = 'container!="",container!="POD"'

/** Some runtimes tell no image; then the filter that the others need would leave nothing. */
export type ImageFilter = ',image!=""' | ''

/** vCPU of each pod: the mean of five minutes. */
export const cpuOfPods = (scope: Scope, image: ImageFilter): string =>
  `sum by (namespace,pod) (max by (namespace,pod,container) (rate(container_cpu_usage_seconds_total{${within(scope)},${OF_CONTAINERS}${image}}[5m])))`

/** Bytes of each pod: the most of the step, so that no scrape is missed. */
export const memoryOfPods = (scope: Scope, image: ImageFilter): string =>
  podSum(`max_over_time(container_memory_working_set_bytes{${within(scope)},${OF_CONTAINERS}${image}}[${scope.stepSeconds}s])`)

/** How often the containers of each pod were started again, in all. */
export const restartsOfPods = (scope: Scope): string => podSum(restarts(scope))

/** The same by container, while it is told that it ran out of memory when it last ended. */
export const restartsOutOfMemory = (scope: Scope): string =>
  whereOutOfMemory(`max by (namespace,pod,container) (${restarts(scope)})`, scope)

/** Bytes that such a container might take. */
export const limitsOutOfMemory = (scope: Scope): string =>
  whereOutOfMemory(
    `max by (namespace,pod,container) (max_over_time(kube_pod_container_resource_limits{${within(scope)},resource="memory"}[${scope.stepSeconds}s]))`,
    scope,
  )

/** The ReplicaSet of each pod. */
export const ownersOfPods = (scope: Scope): string =>
  `max by (namespace,pod,owner_name) (max_over_time(kube_pod_owner{${within(scope)},owner_kind="ReplicaSet"}[${scope.stepSeconds}s]))`

/** The Deployment of each ReplicaSet. */
export const ownersOfReplicaSets = (scope: Scope): string =>
  `max by (namespace,replicaset,owner_name) (max_over_time(kube_replicaset_owner{${within(scope)},owner_kind="Deployment"}[${scope.stepSeconds}s]))`

/** Per cent of the time of the busiest GPU of each pod. */
export const gpuOfPods = (scope: Scope): string => ofGpus('DCGM_FI_DEV_GPU_UTIL', 'avg_over_time', '5m', scope)

/** MiB of the fullest GPU of each pod. */
export const gpuMemoryOfPods = (scope: Scope): string => ofGpus('DCGM_FI_DEV_FB_USED', 'max_over_time', `${scope.stepSeconds}s`, scope)

const restarts = (scope: Scope): string =>
  `max_over_time(kube_pod_container_status_restarts_total{${within(scope)}}[${scope.stepSeconds}s])`

const podSum = (ofContainer: string): string => `sum by (namespace,pod) (max by (namespace,pod,container) (${ofContainer}))`

const whereOutOfMemory = (query: string, scope: Scope): string =>
  `${query} and on (namespace,pod,container) (max by (namespace,pod,container) (max_over_time(kube_pod_container_status_last_terminated_reason{${within(scope)},reason="OOMKilled"}[${scope.stepSeconds}s])) == 1)`

/** DCGM's exporter names the pod that uses a GPU; where Prometheus keeps `pod` for the exporter itself, that name is in `exported_pod`. */
function ofGpus(metric: string, over: string, window: string, { matchers, namespaces }: Scope): string {
  const among = oneOf(namespaces)
  const exported = `${over}(${metric}{exported_namespace=~${among},exported_pod!=""${matchers}}[${window}])`
  const renamed = `label_replace(label_replace(${exported},"namespace","$1","exported_namespace","(.+)"),"pod","$1","exported_pod","(.+)")`
  const plain = `${over}(${metric}{namespace=~${among},pod!="",exported_pod=""${matchers}}[${window}])`
  return `max by (namespace,pod) (${renamed} or ${plain})`
}

const within = ({ matchers, namespaces }: Scope): string => `namespace=~${oneOf(namespaces)}${matchers}`

/** Names of namespaces hold nothing that a pattern would read otherwise. */
const oneOf = (namespaces: readonly string[]): string => JSON.stringify(namespaces.join('|'))

/** Replicas that ran of all of these Deployments together. */
export function replicasOfDeployments(deployments: readonly { namespace: string; name: string }[], matchers: string): string {
  const each = deployments.map(
    ({ namespace, name }) => `max(kube_deployment_status_replicas{namespace="${namespace}",deployment="${name}"${matchers}})`,
  )
  return `sum(${each.map((one, at) => `label_replace(${one},"of","${at}","","")`).join(' or ')})`
}
