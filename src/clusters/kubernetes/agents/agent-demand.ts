import { Type } from 'typebox'
import type { Replicas } from '../../../domain/units.ts'
import { annotationValue } from './annotation-value.ts'
import { REPLICAS_ANNOTATION } from './ballast-keys.ts'
import type { OptedIn } from './opted-in.ts'
import { aboutAgent, aboutDeployment, contradiction, type Told } from './told.ts'

const WholeNumber = Type.Integer({ minimum: 0 })

/** How many replicas are wanted over all places: the declared number, else what its Deployments ask for together, standing or not. */
export function wantedReplicas(agent: string, parts: readonly OptedIn[]): { replicas: Replicas; isDeclared: boolean; told: Told[] } {
  const asked = parts.reduce((sum, { deployment }) => sum + deployment.replicas, 0)
  const told: Told[] = []
  const declared = new Set<number>()
  for (const { snapshot, deployment } of parts) {
    const text = deployment.annotations[REPLICAS_ANNOTATION]
    if (text === undefined) continue
    const read = annotationValue(text, WholeNumber)
    if ('wrong' in read)
      told.push(
        contradiction(aboutDeployment(snapshot.cluster, deployment), `its annotation ${REPLICAS_ANNOTATION} is not used: ${read.wrong}`),
      )
    else declared.add(read.value)
  }
  if (declared.size > 1) {
    const message = `its Deployments declare different numbers of replicas by ${REPLICAS_ANNOTATION}: ${[...declared].join(', ')}`
    told.push(contradiction(aboutAgent(agent), message, 'it is the number over all of them: write the same on each, or on one only'))
  }
  const [target] = declared
  return { replicas: target ?? asked, isDeclared: target !== undefined, told }
}

export const standingReplicas = (parts: readonly OptedIn[]): Replicas => parts.reduce((sum, { pods }) => sum + pods.standing.length, 0)
