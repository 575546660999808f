import type { AgentDeployment, ReplicaOwner } from '../../../domain/agent-deployment.ts'
import type { AutoscalerObject, FieldManager, ScaledObject } from '../snapshot.ts'
import type { NamespaceObjects } from './cluster-site.ts'
import { type GitOpsTool, gitOpsManager, gitOpsToolOf, toolText } from './gitops.ts'
import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, beyondWords, type Told, warning } from './told.ts'

/** Who decides a Deployment's replicas, and what that leaves to Ballast. */
export type Ownership = Pick<AgentDeployment, 'owner' | 'control' | 'because'> & { readonly told: readonly Told[] }

/** Something that scales by itself between bounds. */
type Scaler = Extract<ReplicaOwner, { kind: 'autoscaler' | 'keda' }>

/**
 * The owner of the replicas is whoever would change them again: a scaler that targets the Deployment, else a GitOps tool that wrote
 * `spec.replicas` itself. Nobody is fought: two owners, or bounds that come from Git, leave advice only.
 */
export function ownershipOf(part: OptedIn): Ownership {
  const { site, deployment } = part
  const scalers = scalersOf(site.inNamespace(deployment.namespace), deployment.name)
  const writing = gitOpsWriting(deployment.managers, gitOpsToolOf(deployment, deployment.managers))
  if (scalers.length > 1)
    return fought(
      part,
      scalers[0]!.owner,
      scalers.map(({ text }) => text),
    )
  if (scalers.length === 1) return ofScaler(part, scalers[0]!, writing)
  if (writing) return ofGitOps(part, writing)
  const operator = deployment.owners.find(({ isController }) => isController)
  if (operator) return ofOperator(part, `${operator.kind} ${operator.name}`)
  return { owner: { kind: 'none' }, control: 'replicas', told: [] }
}

interface FoundScaler {
  readonly owner: Scaler
  readonly text: string
  /** The tool that its bounds come from. */
  readonly from: GitOpsTool | undefined
}

function scalersOf({ autoscalers, scaledObjects }: NamespaceObjects, name: string): FoundScaler[] {
  const targets = ({ target }: Pick<ScaledObject, 'target'>) => target.kind === 'Deployment' && target.name === name
  const keda = scaledObjects.filter(targets).map(foundScaledObject)
  const own = autoscalers.filter((one) => targets(one) && !isOfKeda(one)).map(foundAutoscaler)
  return [...keda, ...own]
}

/** KEDA scales through an autoscaler that it makes itself. */
const isOfKeda = ({ owners }: AutoscalerObject): boolean => owners.some(({ kind }) => kind === 'ScaledObject')

function foundAutoscaler(autoscaler: AutoscalerObject): FoundScaler {
  const { name, minReplicas, maxReplicas } = autoscaler
  const owner = { kind: 'autoscaler' as const, name, minReplicas, maxReplicas }
  return { owner, text: `the HorizontalPodAutoscaler ${name}`, from: gitOpsToolOf(autoscaler) }
}

function foundScaledObject(scaled: ScaledObject): FoundScaler {
  const { name, minReplicas, maxReplicas, idleReplicas, isPaused } = scaled
  const idle = idleReplicas === undefined ? {} : { idleReplicas }
  const owner = { kind: 'keda' as const, name, minReplicas, maxReplicas, isPaused, ...idle }
  return { owner, text: `the ScaledObject ${name}`, from: gitOpsToolOf(scaled) }
}

/** The tool where it would write `spec.replicas` again: it did, or no record tells what it writes. Undefined where it leaves them to others. */
function gitOpsWriting(managers: readonly FieldManager[], tool: GitOpsTool | undefined): GitOpsTool | undefined {
  if (!tool) return undefined
  const own = managers.filter((manager) => gitOpsManager(manager) === tool.kind)
  return own.length === 0 || own.some(({ ownsReplicas }) => ownsReplicas) ? tool : undefined
}

function ofScaler(part: OptedIn, { owner, text, from }: FoundScaler, writing: GitOpsTool | undefined): Ownership {
  const about = aboutDeployment(part.snapshot.cluster, part.deployment)
  if (writing) return fought(part, owner, [text, toolText(writing)])
  if (owner.kind === 'keda' && owner.isPaused) {
    const because = `${text} is paused, so that somebody holds its replicas by hand`
    return { owner, control: 'advice', because, told: [beyondWords(about, because)] }
  }
  if (!from) return { owner, control: 'bounds', because: `${text} decides its replicas between its bounds`, told: [] }
  const because = `${text} decides its replicas, and ${toolText(from)} its bounds`
  return {
    owner,
    control: 'advice',
    because,
    told: [warning(about, `${because}: they are advised, not set`, 'change them in Git as advised')],
  }
}

function fought(part: OptedIn, owner: ReplicaOwner, owners: readonly string[]): Ownership {
  const because = `${owners.join(' and ')} ${owners.length === 2 ? 'both' : 'all'} decide its replicas`
  const remedy = 'leave spec.replicas out of what is in Git, and let one scaler target it'
  const last = lastWriter(part.deployment.managers)
  const message = `${because}, and undo each other${last ? `; ${last} wrote them last` : ''}: Ballast only advises`
  return { owner, control: 'advice', because, told: [warning(aboutDeployment(part.snapshot.cluster, part.deployment), message, remedy)] }
}

function ofGitOps(part: OptedIn, tool: GitOpsTool): Ownership {
  const { managers } = part.deployment
  const isRecorded = managers.some((manager) => manager.ownsReplicas && gitOpsManager(manager) === tool.kind)
  const because = isRecorded
    ? `${toolText(tool)} writes its replicas from Git`
    : `it comes from ${toolText(tool)}, and nothing tells who writes its replicas`
  const others = managers.filter((manager) => manager.ownsReplicas && gitOpsManager(manager) === undefined)
  const last = others.length > 0 ? `; ${lastWriter(managers)} wrote them last` : ''
  const remedy = 'leave spec.replicas out of what is in Git, so that they can be set'
  const about = aboutDeployment(part.snapshot.cluster, part.deployment)
  return { owner: tool, control: 'advice', because, told: [warning(about, `${because}${last}: Ballast only advises`, remedy)] }
}

/** A Deployment that another object controls is written again by that object's own controller. */
function ofOperator(part: OptedIn, name: string): Ownership {
  const because = `${name} controls it, and may write its replicas again`
  const about = aboutDeployment(part.snapshot.cluster, part.deployment)
  return { owner: { kind: 'operator', name }, control: 'advice', because, told: [warning(about, `${because}: Ballast only advises`)] }
}

/** The manager of the latest write to `spec.replicas` that the server recorded, through /scale included. */
function lastWriter(managers: readonly FieldManager[]): string | undefined {
  const writers = managers.filter(({ ownsReplicas, time }) => ownsReplicas && time !== undefined)
  const latest = writers.sort((a, b) => Date.parse(b.time!) - Date.parse(a.time!))[0]
  return latest && `${latest.manager}${latest.subresource === 'scale' ? ' through /scale' : ''} (${latest.time})`
}
