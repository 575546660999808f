import type { Finding } from '../../../domain/finding.ts'
import type { ObjectName } from '../snapshot.ts'

/** A finding, and whether the agent that it is about is planned as it stands today for it. */
export interface Told {
  readonly finding: Finding
  readonly pins: boolean
}

export type About = Pick<Finding, 'cluster' | 'subject'>

export const aboutAgent = (agent: string): About => ({ subject: `agent ${agent}` })

export const aboutDeployment = (cluster: string, { namespace, name }: ObjectName): About => ({
  cluster,
  subject: `Deployment ${namespace}/${name}`,
})

type Tell = (about: About, message: string, remedy?: string) => Told

const telling =
  (severity: Finding['severity'], pins: boolean): Tell =>
  (about, message, remedy) => ({ finding: { severity, ...about, message, ...(remedy === undefined ? {} : { remedy }) }, pins })

/** What it says cannot be: nothing is planned by it. */
export const contradiction = telling('error', true)
/** What it says is right, but the contract has no words for it. */
export const beyondWords = telling('warning', true)
export const warning = telling('warning', false)
export const note = telling('note', false)
