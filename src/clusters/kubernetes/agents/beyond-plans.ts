import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, beyondWords, type Told, warning } from './told.ts'

/** What a spec asks for that no plan can keep, so that its pods stay where they stand; and what it may keep, which somebody should know. */
export function beyondPlans({ snapshot, deployment: { template, ...deployment } }: OptedIn, spread: readonly string[]): Told[] {
  const about = aboutDeployment(snapshot.cluster, deployment)
  const { boundVolumes, runtimeClass, schedulerName, otherAffinity } = template
  const volumes = boundVolumes.length === 0 ? [] : [`its pods hold volumes that stay where they are: ${boundVolumes.join(', ')}`]
  const runtime = runtimeClass === undefined ? [] : [`its RuntimeClass ${runtimeClass} may ask for nodes of its own`]
  const isOwnScheduler = schedulerName !== undefined && schedulerName !== '' && schedulerName !== 'default-scheduler'
  const scheduler = `its pods are placed by ${schedulerName}: a plan packs them as the default scheduler would`
  return [
    ...[...volumes, ...runtime, ...otherAffinity.map((rule) => `it requires ${rule}, which no plan keeps`), ...spread].map((why) =>
      beyondWords(about, why),
    ),
    ...(isOwnScheduler ? [warning(about, scheduler, 'look at the plan before it is followed')] : []),
  ]
}
