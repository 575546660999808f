/** Objects of the namespaces that the tests of whole fleets make in both clusters. */
export const SPACE = 'ballast-fleet-e2e'

interface Wanted {
  readonly name: string
  readonly replicas: number
  readonly agent?: string
  readonly labels?: Record<string, string>
  readonly annotations?: Record<string, string>
  readonly cpu?: string
}

/** A Deployment on nodes that are bought on demand; without `agent` one of somebody else. */
export function deployment({ name, replicas, agent, labels = {}, annotations = {}, cpu = '200m' }: Wanted): object {
  const app = { app: name }
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: SPACE, labels: { ...(agent && { 'ballast.dev/agent': agent }), ...labels }, annotations },
    spec: {
      replicas,
      selector: { matchLabels: app },
      template: {
        metadata: { labels: app },
        spec: {
          nodeSelector: { 'karpenter.sh/capacity-type': 'on-demand' },
          containers: [{ name: 'it', image: 'registry.example/it:1', resources: { requests: { cpu, memory: '256Mi' } } }],
        },
      },
    },
  }
}

export const autoscaler = (name: string): object => ({
  apiVersion: 'autoscaling/v2beta2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name, namespace: SPACE },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name },
    minReplicas: 2,
    maxReplicas: 6,
    metrics: [{ type: 'Resource', resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 95 } } }],
  },
})

export const disruptionBudget = (name: string): object => ({
  apiVersion: 'policy/v1beta1',
  kind: 'PodDisruptionBudget',
  metadata: { name, namespace: SPACE },
  spec: { minAvailable: 1, selector: { matchLabels: { app: name } } },
})
