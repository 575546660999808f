/** Objects of a cluster as large as one wishes, written as API servers write them: about 4 kB a pod, 3 kB a Deployment. */

export interface ClusterSize {
  readonly deployments: number
  readonly pods: number
  readonly nodes: number
}

const NAMESPACES = 50
const REVISIONS = 3
const TIME = '2026-07-20T12:00:00Z'

/** The JSON text of the object at a place of a list, by the list's path. */
export function largeCluster({
  deployments,
  pods,
  nodes,
}: ClusterSize): ReadonlyMap<string, { count: number; object: (index: number) => string }> {
  const list = (count: number, make: (index: number) => unknown) => ({ count, object: (index: number) => JSON.stringify(make(index)) })
  const ofPod = (index: number): number => index % deployments
  return new Map([
    ['/api/v1/nodes', list(nodes, node)],
    ['/api/v1/pods', list(pods, (index) => pod(index, ofPod(index), index % nodes))],
    ['/api/v1/namespaces', list(NAMESPACES, (index) => ({ metadata: metadata('namespace', index) }))],
    ['/apis/apps/v1/deployments', list(deployments, deployment)],
    ['/apis/apps/v1/replicasets', list(deployments * REVISIONS, (index) => replicaSet(index, index % deployments))],
    ['/apis/apps/v1/daemonsets', list(5, (index) => ({ metadata: metadata('daemon', index, 0) }))],
    [
      '/apis/policy/v1/poddisruptionbudgets',
      list(deployments / 5, (index) => ({
        metadata: metadata('budget', index, index),
        spec: { minAvailable: 1, selector: selectorOf(index) },
      })),
    ],
    ['/apis/autoscaling/v2/horizontalpodautoscalers', list(deployments / 5, autoscaler)],
    ['/apis/metrics.k8s.io/v1beta1/pods', list(pods, (index) => usage(index, ofPod(index)))],
  ])
}

const uid = (kind: string, index: number): string => `${kind.padEnd(8, '0').slice(0, 8)}-0000-4000-8000-${String(index).padStart(12, '0')}`
const selectorOf = (deployment: number): object => ({ matchLabels: { 'app.kubernetes.io/name': `agent-${deployment}` } })

function metadata(kind: string, index: number, ofNamespace?: number): Record<string, unknown> {
  const namespaced = ofNamespace === undefined ? {} : { namespace: `team-${ofNamespace % NAMESPACES}` }
  return { name: `${kind}-${index}`, ...namespaced, uid: uid(kind, index), resourceVersion: String(1000 + index), creationTimestamp: TIME }
}

function labelled(kind: string, index: number, deployment: number): Record<string, unknown> {
  const labels = {
    'app.kubernetes.io/name': `agent-${deployment}`,
    'app.kubernetes.io/part-of': 'assistants',
    'ballast.dev/agent': `agent-${deployment}`,
  }
  return { ...metadata(kind, index, deployment), labels, managedFields: MANAGED_FIELDS }
}

const owner = (kind: string, name: string, index: number): object[] => [
  { apiVersion: 'apps/v1', kind, name: `${name}-${index}`, uid: uid(name, index), controller: true, blockOwnerDeletion: true },
]

/** Who wrote what: a third of what an API server sends of a pod. */
const MANAGED_FIELDS = ['kube-controller-manager', 'kubelet'].map((manager) => ({
  manager,
  operation: 'Update',
  apiVersion: 'v1',
  time: TIME,
  fieldsType: 'FieldsV1',
  fieldsV1: {
    'f:metadata': { 'f:labels': { '.': {}, 'f:app.kubernetes.io/name': {}, 'f:app.kubernetes.io/part-of': {}, 'f:pod-template-hash': {} } },
    'f:spec': {
      'f:containers': {
        'k:{"name":"agent"}': { '.': {}, 'f:image': {}, 'f:resources': { 'f:requests': { 'f:cpu': {}, 'f:memory': {} } } },
      },
    },
    'f:status': {
      'f:conditions': { 'k:{"type":"Ready"}': { '.': {}, 'f:lastTransitionTime': {}, 'f:status': {}, 'f:type': {} } },
      'f:phase': {},
    },
  },
}))

const container = (index: number): object => ({
  name: 'agent',
  image: 'registry.example.com/assistants/agent:2026.7.3',
  args: ['--model', 'large', '--concurrency', '8'],
  env: Array.from({ length: 8 }, (_, i) => ({ name: `SETTING_${i}`, value: `the value of setting ${i} of agent ${index}` })),
  resources: { requests: { cpu: `${100 + (index % 19) * 50}m`, memory: `${256 + (index % 7) * 128}Mi` }, limits: { memory: '2Gi' } },
  volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  imagePullPolicy: 'IfNotPresent',
})

const podSpec = (index: number): object => ({
  containers: [container(index)],
  volumes: [
    { name: 'token', projected: { defaultMode: 420, sources: [{ serviceAccountToken: { expirationSeconds: 3607, path: 'token' } }] } },
  ],
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  serviceAccountName: 'default',
  schedulerName: 'default-scheduler',
  tolerations: ['not-ready', 'unreachable'].map((state) => ({
    key: `node.kubernetes.io/${state}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })),
})

function pod(index: number, deployment: number, nodeIndex: number): unknown {
  const conditions = ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({
    type,
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: TIME,
  }))
  const status = {
    name: 'agent',
    ready: true,
    restartCount: index % 3,
    imageID: `sha256:${'0'.repeat(64)}`,
    containerID: `containerd://${'1'.repeat(64)}`,
    state: { running: { startedAt: TIME } },
    lastState: {},
  }
  return {
    metadata: { ...labelled('pod', index, deployment), ownerReferences: owner('ReplicaSet', 'replicaset', deployment) },
    spec: { ...podSpec(deployment), nodeName: `node-${nodeIndex}` },
    status: {
      phase: 'Running',
      conditions,
      hostIP: '10.0.0.1',
      podIP: '10.1.0.1',
      startTime: TIME,
      containerStatuses: [status],
      qosClass: 'Burstable',
    },
  }
}

function deployment(index: number): unknown {
  const { labels } = labelled('deployment', index, index) as { labels: object }
  return {
    metadata: { ...labelled('deployment', index, index), generation: 3, annotations: { 'deployment.kubernetes.io/revision': '3' } },
    spec: { replicas: 10, selector: selectorOf(index), template: { metadata: { labels }, spec: podSpec(index) } },
    status: { observedGeneration: 3, replicas: 10, readyReplicas: 10 },
  }
}

function replicaSet(index: number, ofDeployment: number): unknown {
  return { metadata: { ...labelled('replicaset', index, ofDeployment), ownerReferences: owner('Deployment', 'deployment', ofDeployment) } }
}

function autoscaler(index: number): unknown {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: `deployment-${index}` }
  return {
    metadata: metadata('autoscaler', index, index),
    spec: { scaleTargetRef, minReplicas: 2, maxReplicas: 20 },
    status: { currentReplicas: 10, desiredReplicas: 10 },
  }
}

function usage(index: number, ofDeployment: number): unknown {
  const containers = [{ name: 'agent', usage: { cpu: `${66_759 * (1 + (index % 997))}n`, memory: `${200_000 + (index % 9973)}Ki` } }]
  return { metadata: metadata('pod', index, ofDeployment), timestamp: TIME, window: '20.064s', containers }
}

function node(index: number): unknown {
  const zone = `eu-west-1${'abc'[index % 3]}`
  const labels = {
    'kubernetes.io/arch': 'amd64',
    'node.kubernetes.io/instance-type': 'm7i.4xlarge',
    'topology.kubernetes.io/zone': zone,
    'topology.kubernetes.io/region': 'eu-west-1',
  }
  const capacity = { cpu: '16', memory: '65011712Ki', pods: '234' }
  const images = Array.from({ length: 20 }, (_, i) => ({
    names: [`registry.example.com/assistants/agent-${i}@sha256:${'2'.repeat(64)}`],
    sizeBytes: 1e9,
  }))
  const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: TIME, lastTransitionTime: TIME }]
  return {
    metadata: { ...metadata('node', index), labels },
    spec: { providerID: `aws:///${zone}/i-${index}` },
    status: { capacity, allocatable: { ...capacity, cpu: '15890m' }, conditions, images },
  }
}
