import { describe, expect, it } from 'vitest'
import type {
  AutoscalerObject,
  ClusterSnapshot,
  FieldManager,
  OwnerReference,
  ScaledObject,
} from '../../../../src/clusters/kubernetes/snapshot.ts'
import { aClusterWith, aDeployment, type DeploymentPart, errors, named, only, read, warnings } from './fleet-of-agents.ts'

const withOwner = (part: DeploymentPart, cluster: Partial<ClusterSnapshot> = {}) => {
  const labels = { 'ballast.dev/agent': 'support', ...part.labels }
  return read([aClusterWith([aDeployment({ ...part, labels })], cluster)])
}
const owned = (result: ReturnType<typeof read>) => {
  const { owner, control } = only(result).deployments![0]!
  return { kind: owner.kind, control }
}

const wrote = (manager: string, part: Partial<FieldManager> = {}): FieldManager => ({
  manager,
  operation: 'Update',
  subresource: '',
  time: '2026-07-20T00:00:00Z',
  ownsReplicas: true,
  ...part,
})
const target = { kind: 'Deployment', name: 'support' }
const autoscaler = (part: Partial<AutoscalerObject> = {}): AutoscalerObject => ({
  ...named('scale', { namespace: 'desk' }),
  owners: [],
  target,
  minReplicas: 2,
  maxReplicas: 10,
  currentReplicas: 2,
  desiredReplicas: 2,
  ...part,
})
const scaledObject = (part: Partial<ScaledObject> = {}): ScaledObject => ({
  ...named('queue', { namespace: 'desk' }),
  target,
  minReplicas: 1,
  maxReplicas: 20,
  isPaused: false,
  ...part,
})

describe('replicas are owned', () => {
  it('by nobody, and may be set', () => {
    const result = withOwner({ managers: [wrote('kubectl-client-side-apply')] })
    expect(owned(result)).toEqual({ kind: 'none', control: 'replicas' })
    expect(only(result).deployments![0]!.because).toBeUndefined()
  })

  it('by a HorizontalPodAutoscaler, whose bounds may be set', () => {
    const result = withOwner(
      {},
      { autoscalers: [autoscaler(), autoscaler({ name: 'other', target: { kind: 'Deployment', name: 'chat' } })] },
    )
    expect(only(result).deployments![0]).toMatchObject({
      owner: { kind: 'autoscaler', name: 'scale', minReplicas: 2, maxReplicas: 10 },
      control: 'bounds',
      because: 'the HorizontalPodAutoscaler scale decides its replicas between its bounds',
    })
  })

  it('not by an autoscaler of another kind or namespace', () => {
    const others = [autoscaler({ namespace: 'bureau' }), autoscaler({ target: { kind: 'StatefulSet', name: 'support' } })]
    expect(owned(withOwner({}, { autoscalers: others }))).toEqual({ kind: 'none', control: 'replicas' })
  })

  it('by a ScaledObject, whose own autoscaler is no second owner', () => {
    const owners: OwnerReference[] = [{ kind: 'ScaledObject', name: 'queue', uid: 'queue', isController: true }]
    const result = withOwner(
      {},
      { autoscalers: [autoscaler({ name: 'keda-hpa-queue', owners })], scaledObjects: [scaledObject({ idleReplicas: 0 })] },
    )
    expect(only(result).deployments![0]).toMatchObject({
      owner: { kind: 'keda', name: 'queue', minReplicas: 1, maxReplicas: 20, idleReplicas: 0, isPaused: false },
      control: 'bounds',
    })
    expect(warnings(result)).toEqual([])
  })

  it('by a paused ScaledObject, and so by hand: it stays as it stands', () => {
    const result = withOwner({}, { scaledObjects: [scaledObject({ isPaused: true })] })
    expect(owned(result)).toEqual({ kind: 'keda', control: 'advice' })
    expect(only(result).pinnedBecause).toEqual(['the ScaledObject queue is paused, so that somebody holds its replicas by hand'])
  })

  it('by two scalers that undo each other: only advice is left', () => {
    const result = withOwner({}, { autoscalers: [autoscaler()], scaledObjects: [scaledObject()] })
    expect(owned(result)).toEqual({ kind: 'keda', control: 'advice' })
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/the ScaledObject queue and the HorizontalPodAutoscaler scale both decide its replicas, and undo each other/),
    ])
  })

  it('by an operator that controls the Deployment', () => {
    const result = withOwner({ owners: [{ kind: 'InferenceService', name: 'chat', uid: 'u', isController: true }] })
    expect(only(result).deployments![0]).toMatchObject({ owner: { kind: 'operator', name: 'InferenceService chat' }, control: 'advice' })
  })

  it.each([
    ['argo-cd', 'argocd-controller', {}],
    ['argo-cd', 'argocd-application-controller', {}],
    ['argo-cd', 'argocd-controller', { 'app.kubernetes.io/instance': 'desk' }],
    ['flux', 'kustomize-controller', { 'kustomize.toolkit.fluxcd.io/name': 'desk' }],
    ['flux', 'helm-controller', { 'helm.toolkit.fluxcd.io/name': 'desk' }],
  ])('by %s where %s writes them', (kind, manager, labels) => {
    const result = withOwner({ labels: labels as Record<string, string>, managers: [wrote(manager, { operation: 'Apply' })] })
    expect(owned(result)).toEqual({ kind, control: 'advice' })
    expect(warnings(result)).toMatchObject([expect.stringMatching(/writes its replicas from Git: Ballast only advises/)])
  })

  it('by nobody where Git leaves spec.replicas out', () => {
    const labels = { 'kustomize.toolkit.fluxcd.io/name': 'desk' }
    const managers = [
      wrote('kustomize-controller', { operation: 'Apply', ownsReplicas: false }),
      wrote('kubectl', { subresource: 'scale' }),
    ]
    expect(owned(withOwner({ labels, managers }))).toEqual({ kind: 'none', control: 'replicas' })
  })

  it('by Argo CD where its marks are there and no record tells what it writes', () => {
    const annotations = { 'argocd.argoproj.io/tracking-id': 'desk:apps/Deployment:desk/support' }
    const result = withOwner({ annotations })
    expect(only(result).deployments![0]).toMatchObject({
      owner: { kind: 'argo-cd', name: 'desk' },
      control: 'advice',
      because: 'it comes from Argo CD (desk), and nothing tells who writes its replicas',
    })
    expect(owned(withOwner({ labels: { 'argocd.argoproj.io/instance': 'desk' } }))).toEqual({ kind: 'argo-cd', control: 'advice' })
  })

  it('by nobody where only a Helm chart wrote the instance label', () => {
    expect(owned(withOwner({ labels: { 'app.kubernetes.io/instance': 'desk' } }))).toEqual({ kind: 'none', control: 'replicas' })
  })

  it('by an autoscaler and Git, which undo each other; who wrote last is told', () => {
    const managers = [
      wrote('argocd-controller', { operation: 'Apply', time: '2026-07-19T00:00:00Z' }),
      wrote('kube-controller-manager', { subresource: 'scale', time: '2026-07-20T08:00:00Z' }),
    ]
    const result = withOwner({ managers }, { autoscalers: [autoscaler()] })
    expect(owned(result)).toEqual({ kind: 'autoscaler', control: 'advice' })
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(
        /HorizontalPodAutoscaler scale and Argo CD both decide its replicas, and undo each other; kube-controller-manager through \/scale \(2026-07-20T08:00:00Z\) wrote them last/,
      ),
    ])
  })

  it('by an autoscaler whose bounds come from Git: they are advised', () => {
    const fromGit = autoscaler({ labels: { 'kustomize.toolkit.fluxcd.io/name': 'desk' } })
    const result = withOwner({}, { autoscalers: [fromGit] })
    expect(owned(result)).toEqual({ kind: 'autoscaler', control: 'advice' })
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/decides its replicas, and Flux \(desk\) its bounds: they are advised, not set/),
    ])
  })
})

describe('bounds contradict', () => {
  it('replicas above them', () => {
    const result = withOwner({ replicas: 12 }, { autoscalers: [autoscaler()] })
    expect(errors(result)).toMatchObject([expect.stringMatching(/it asks for 12 replicas, and scale allows at most 10/)])
    expect(only(result).policy.pin).toBe('today')
  })

  it('more wanted than all of them allow together', () => {
    const result = withOwner({ annotations: { 'ballast.dev/replicas': '11' } }, { autoscalers: [autoscaler()] })
    expect(errors(result)).toMatchObject([expect.stringMatching(/11 replicas are wanted, and its autoscalers together allow at most 10/)])
  })
})
