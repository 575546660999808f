import type { FieldManager, NamedObject } from '../snapshot.ts'

/** A tool that applies a manifest from Git, and keeps to it. */
export interface GitOpsTool {
  readonly kind: 'argo-cd' | 'flux'
  /** The Application, Kustomization or HelmRelease. */
  readonly name: string
}

/** Field managers of the tools, with those of earlier versions. Sources: Argo CD's and Flux's pages on server-side apply. */
const MANAGERS: Readonly<Record<string, GitOpsTool['kind']>> = {
  'argocd-controller': 'argo-cd',
  'argocd-application-controller': 'argo-cd',
  'kustomize-controller': 'flux',
  'helm-controller': 'flux',
}

const FLUX_LABELS = ['kustomize.toolkit.fluxcd.io/name', 'helm.toolkit.fluxcd.io/name']
const ARGO_ANNOTATION = 'argocd.argoproj.io/tracking-id'
const ARGO_LABEL = 'argocd.argoproj.io/instance'
/** Helm charts write it too: it names the Application only where Argo CD is known to be there. */
const INSTANCE_LABEL = 'app.kubernetes.io/instance'

/** The tool that an object comes from, by its marks or by who wrote it; undefined where there is no sign of any. */
export function gitOpsToolOf({ labels, annotations }: Pick<NamedObject, 'labels' | 'annotations'>, managers: readonly FieldManager[] = []) {
  const kind = managers.map(gitOpsManager).find((one) => one !== undefined)
  const flux = FLUX_LABELS.map((label) => labels[label]).find((name) => name !== undefined)
  const argo = annotations[ARGO_ANNOTATION]?.split(':')[0] ?? labels[ARGO_LABEL]
  if (argo !== undefined || kind === 'argo-cd') return { kind: 'argo-cd', name: argo ?? labels[INSTANCE_LABEL] ?? '' } satisfies GitOpsTool
  if (flux !== undefined || kind === 'flux') return { kind: 'flux', name: flux ?? '' } satisfies GitOpsTool
  return undefined
}

export const gitOpsManager = ({ manager }: Pick<FieldManager, 'manager'>): GitOpsTool['kind'] | undefined =>
  Object.hasOwn(MANAGERS, manager) ? MANAGERS[manager] : undefined

export const toolText = ({ kind, name }: GitOpsTool): string => `${kind === 'argo-cd' ? 'Argo CD' : 'Flux'}${name ? ` (${name})` : ''}`
