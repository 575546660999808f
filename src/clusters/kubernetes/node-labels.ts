import { CAPACITY_CLASSES, type CapacityClass } from '../../domain/problem.ts'

type Labels = Readonly<Record<string, string>>

/** Labels by which Kubernetes and the clouds say what a node is; of two the first counts, the other is from older versions. */
export const INSTANCE_TYPE_KEYS = ['node.kubernetes.io/instance-type', 'beta.kubernetes.io/instance-type'] as const
export const ARCH_KEYS = ['kubernetes.io/arch', 'beta.kubernetes.io/arch'] as const
export const OS_KEYS = ['kubernetes.io/os', 'beta.kubernetes.io/os'] as const
export const REGION_KEYS = ['topology.kubernetes.io/region', 'failure-domain.beta.kubernetes.io/region'] as const
export const ZONE_KEYS = [
  'topology.kubernetes.io/zone',
  'failure-domain.beta.kubernetes.io/zone',
  'topology.ebs.csi.aws.com/zone',
  'topology.gke.io/zone',
  'topology.disk.csi.azure.com/zone',
] as const
export const HOSTNAME_KEY = 'kubernetes.io/hostname'

/** What each says of a node, by capacity class; undefined: nodes of that class do not bear it. Sources: the clouds' pages on node labels. */
const CAPACITY_LABELS: Readonly<Record<string, Readonly<Record<CapacityClass, readonly (string | undefined)[]>>>> = {
  'karpenter.sh/capacity-type': { spot: ['spot'], 'on-demand': ['on-demand', 'reserved'] },
  'eks.amazonaws.com/capacityType': { spot: ['SPOT'], 'on-demand': ['ON_DEMAND', 'CAPACITY_BLOCK'] },
  'kubernetes.azure.com/scalesetpriority': { spot: ['spot'], 'on-demand': ['regular', undefined] },
  'cloud.google.com/gke-provisioning': { spot: ['spot', 'preemptible'], 'on-demand': ['standard', undefined] },
  'cloud.google.com/gke-spot': { spot: ['true', undefined], 'on-demand': [undefined, 'false'] },
  'cloud.google.com/gke-preemptible': { spot: ['true', undefined], 'on-demand': [undefined, 'false'] },
  'node.kubernetes.io/lifecycle': { spot: ['spot'], 'on-demand': ['normal', 'on-demand', undefined] },
  'spotinst.io/node-lifecycle': { spot: ['spot'], 'on-demand': ['od', undefined] },
}

export const CAPACITY_KEYS = Object.keys(CAPACITY_LABELS)

/** The values that nodes of a class may bear under a key of `CAPACITY_KEYS`: any of them will do, for clouds differ. */
export const capacityValues = (key: string, capacity: CapacityClass): readonly (string | undefined)[] | undefined =>
  CAPACITY_LABELS[key]?.[capacity]

/** How a node is bought, as its labels say; undefined where none of them does. */
export function capacityClassOf(labels: Labels): CapacityClass | undefined {
  const said = CAPACITY_KEYS.flatMap((key) => {
    const value = labels[key]
    const own = value === undefined ? undefined : CAPACITY_CLASSES.find((capacity) => capacityValues(key, capacity)!.includes(value))
    return own ? [own] : []
  })
  return said.includes('spot') ? 'spot' : said[0]
}

/** The value of the first of these keys that is there. */
export const firstLabel = (labels: Labels, keys: readonly string[]): string | undefined =>
  keys.map((key) => labels[key]).find((value) => value !== undefined)
