import { didYouMean, editsBetween } from '../../../domain/nearest-name.ts'
import type { ClusterSnapshot, NamedObject } from '../snapshot.ts'
import { AGENT_LABEL, BALLAST_KEYS } from './ballast-keys.ts'
import { type About, aboutDeployment, type Told, warning } from './told.ts'

/** Keys that were meant for Ballast and are not read: mistyped, or in the wrong place. */
export function keyTypos(snapshot: ClusterSnapshot): Told[] {
  const ofDeployments = snapshot.deployments.flatMap((deployment) => {
    const about = aboutDeployment(snapshot.cluster, deployment)
    return [...typosOf(deployment, about, false), ...onPodsOnly(deployment.labels, deployment.template.labels, about)]
  })
  const ofNamespaces = snapshot.namespaces.flatMap((namespace) =>
    typosOf(namespace, { cluster: snapshot.cluster, subject: `Namespace ${namespace.name}` }, true),
  )
  return [...ofDeployments, ...ofNamespaces]
}

function typosOf({ labels, annotations }: NamedObject, about: About, isNamespace: boolean): Told[] {
  const seen = [
    ...Object.keys(labels).map((key) => ({ key, place: 'label' as const })),
    ...Object.keys(annotations).map((key) => ({ key, place: 'annotation' as const })),
  ]
  return seen.flatMap(({ key, place }) => {
    const known = BALLAST_KEYS[key]
    if (!known) return looksMeant(key) ? [warning(about, `the ${place} ${key} is not known, and not read`, suggestion(key))] : []
    if (isNamespace && !known.namespace)
      return [warning(about, `the ${place} ${key} is not read on a Namespace`, 'set it on the Deployment')]
    if (!isNamespace && !known[place])
      return [warning(about, `${key} is not read as ${aOrAn(place)}`, `set it as ${aOrAn(otherPlace(place))}`)]
    return []
  })
}

/** Pods with the label are the Deployment's own; it opts in by a label of itself. */
function onPodsOnly(own: Readonly<Record<string, string>>, ofPods: Readonly<Record<string, string>>, about: About): Told[] {
  if (own[AGENT_LABEL] !== undefined || ofPods[AGENT_LABEL] === undefined) return []
  return [
    warning(about, `${AGENT_LABEL} stands on its pods only, so that it has not opted in`, 'set the label under metadata of the Deployment'),
  ]
}

const OUR_DOMAIN = 'ballast.dev'

function looksMeant(key: string): boolean {
  const slash = key.indexOf('/')
  if (slash < 0) return false
  const domain = key.slice(0, slash)
  return domain === OUR_DOMAIN || (domain.includes('al') && editsBetween(domain, OUR_DOMAIN, 3) < 3) || /^ballast\.[a-z.]+$/.test(domain)
}

function suggestion(key: string): string {
  const name = key.slice(key.indexOf('/') + 1)
  return didYouMean(`${OUR_DOMAIN}/${name}`, Object.keys(BALLAST_KEYS))
}

const aOrAn = (place: string): string => (place === 'annotation' ? 'an annotation' : 'a label')
const otherPlace = (place: 'label' | 'annotation') => (place === 'label' ? 'annotation' : 'label')
