import { readFileSync } from 'node:fs'
import { parseAllDocuments } from 'yaml'

/** What the tests of reading put into a real cluster. */
export const SPACE = 'ballast-read'

const labels = { app: 'agent' }
const antiAffinity = [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: labels } }]
export const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'agent', namespace: SPACE },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        affinity: { podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: antiAffinity } },
        containers: [
          { name: 'agent', image: 'agent', resources: { requests: { cpu: '100m', memory: '128Mi' } } },
          { name: 'proxy', image: 'proxy', resources: { requests: { cpu: '200m', memory: '128Mi' } } },
        ],
        volumes: [{ name: 'scratch', hostPath: { path: '/tmp' } }],
      },
    },
  },
}
export const budget = {
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  metadata: { name: 'agent', namespace: SPACE },
  spec: { minAvailable: 2, selector: { matchLabels: labels } },
}
export const autoscaler = {
  apiVersion: 'autoscaling/v1',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'agent', namespace: SPACE },
  spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'agent' }, minReplicas: 3, maxReplicas: 3 },
}

interface Manifest {
  readonly kind: string
  readonly rules?: readonly { apiGroups: string[]; resources: string[]; verbs: string[] }[]
}
const MANIFESTS = parseAllDocuments(readFileSync('deploy/rbac/reader.yaml', 'utf8')).map((document) => document.toJS() as Manifest | null)
export const RULES = MANIFESTS.find((manifest) => manifest?.kind === 'ClusterRole')?.rules ?? []

export const READER = 'ballast-read-reader'
const rbac = { apiVersion: 'rbac.authorization.k8s.io/v1', metadata: { name: READER } }
export const reader = [
  { ...rbac, kind: 'ClusterRole', rules: RULES },
  {
    ...{ ...rbac, kind: 'ClusterRoleBinding' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: READER },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: READER }],
  },
]

export const karpenter = [
  {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodePool',
    metadata: { name: SPACE },
    spec: {
      ...{ limits: { cpu: '100', memory: '400Gi' }, weight: 7 },
      template: {
        metadata: { labels: { team: 'a' } },
        spec: {
          requirements: [{ key: 'karpenter.sh/capacity-type', operator: 'In', values: ['spot', 'on-demand'] }],
          taints: [{ key: 'team', value: 'a', effect: 'NoSchedule' }],
          nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
        },
      },
    },
  },
  {
    apiVersion: 'karpenter.sh/v1',
    kind: 'NodeClaim',
    metadata: { name: SPACE, labels: { 'karpenter.sh/nodepool': SPACE } },
    spec: { requirements: [], nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' } },
  },
]
const scaledObject = {
  apiVersion: 'keda.sh/v1alpha1',
  kind: 'ScaledObject',
  metadata: { name: 'agent', namespace: SPACE, annotations: { 'autoscaling.keda.sh/paused': 'true' } },
  spec: { scaleTargetRef: { name: 'agent' }, minReplicaCount: 1, maxReplicaCount: 8, triggers: [{ type: 'cron', metadata: {} }] },
}
export const custom = [...karpenter, scaledObject]
