import { Type } from 'typebox'
import type { FleetAgent } from '../../../domain/fleet.ts'
import { didYouMean } from '../../../domain/nearest-name.ts'
import { INTERNET } from '../../../domain/problem.ts'
import { annotationValue } from './annotation-value.ts'
import { TRAFFIC_ANNOTATION } from './ballast-keys.ts'
import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, type Told, warning } from './told.ts'

const TrafficSchema = Type.Array(
  Type.Object({ to: Type.String({ minLength: 1 }), gibPerHour: Type.Number({ minimum: 0 }) }, { additionalProperties: false }),
)

/** What it sends to other agents and to the internet, as the first of its Deployments that says so has it. */
export function agentTraffic(
  agent: string,
  parts: readonly OptedIn[],
  agents: readonly string[],
): { traffic: FleetAgent['traffic']; told: Told[] } {
  const said = parts.find(({ deployment }) => deployment.annotations[TRAFFIC_ANNOTATION] !== undefined)
  if (!said) return { traffic: [], told: [] }
  const about = aboutDeployment(said.snapshot.cluster, said.deployment)
  const read = annotationValue(said.deployment.annotations[TRAFFIC_ANNOTATION]!, TrafficSchema)
  if ('wrong' in read) return { traffic: [], told: [warning(about, `its annotation ${TRAFFIC_ANNOTATION} is not used: ${read.wrong}`)] }
  const others = [...agents.filter((other) => other !== agent), INTERNET]
  const known = read.value.filter(({ to }) => others.includes(to))
  const byTarget = new Map(known.map((edge) => [edge.to, edge]))
  const unknown = read.value.filter(({ to }) => !others.includes(to))
  const told = unknown.map(({ to }) =>
    warning(about, `${TRAFFIC_ANNOTATION} names "${to}", which is no other agent: that traffic does not count`, didYouMean(to, others)),
  )
  return { traffic: [...byTarget.values()], told }
}
