import type { CapacityClass } from '../../../domain/problem.ts'
import { taintName } from '../taints.ts'
import { CAPACITY_TYPE_KEY } from './ballast-keys.ts'
import type { PlacedPart } from './machine-rules.ts'
import { spotTaintOf } from './spot-taint.ts'
import { aboutDeployment, contradiction, type Told, warning } from './told.ts'

export interface CapacityOfDeployment {
  readonly capacityType: CapacityClass
  /** False where nothing keeps its pods on that. */
  readonly isBound: boolean
  readonly told: readonly Told[]
}

/** What its pods stand on: as its spec asks for nodes, else as its label says, else on demand where a taint keeps them off spot. */
export function capacityOfDeployment(part: PlacedPart): CapacityOfDeployment {
  const about = aboutDeployment(part.snapshot.cluster, part.deployment)
  const { labels, annotations } = part.deployment
  const said = labels[CAPACITY_TYPE_KEY] ?? annotations[CAPACITY_TYPE_KEY]
  const bySpec = part.reach.capacities.length === 1 ? part.reach.capacities[0] : undefined
  const closed = spotTaintOf(part)
  const capacityType = bySpec ?? (isClass(said) ? said : closed && 'on-demand')
  const told: Told[] = []
  if (said !== undefined && !isClass(said)) told.push(contradiction(about, `${CAPACITY_TYPE_KEY} is "${said}"`, 'write spot or on-demand'))
  if (bySpec && isClass(said) && said !== bySpec) {
    const message = `${CAPACITY_TYPE_KEY} says ${said}, but its spec asks for ${bySpec} nodes`
    told.push(contradiction(about, message, 'make both the same, or leave the label out'))
  }
  if (capacityType === 'spot' && closed) {
    const message = `it is for spot nodes, but does not tolerate their taint ${taintName(closed)}`
    told.push(contradiction(about, message, 'add the toleration to its pod template'))
  }
  return { capacityType: capacityType ?? 'on-demand', isBound: capacityType !== undefined, told: [...told, ...astray(part, capacityType)] }
}

const isClass = (said: string | undefined): said is CapacityClass => said === 'spot' || said === 'on-demand'

/** Pods that stand on something else than their Deployment is for. */
function astray({ deployment, snapshot, pods, site }: PlacedPart, capacityType: CapacityClass | undefined): Told[] {
  if (!capacityType) return []
  const count = pods.standing.filter(({ node }) => (site.kinds.kindOf(node)?.capacity ?? capacityType) !== capacityType).length
  if (count === 0) return []
  const message = `${count} of its ${pods.standing.length} pods stand on other nodes than ${capacityType} ones, for which it is`
  return [warning(aboutDeployment(snapshot.cluster, deployment), message, 'select nodes by their capacity type in its spec')]
}
