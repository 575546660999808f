import { PAUSED_KEY } from './ballast-keys.ts'
import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, note, type Told, warning } from './told.ts'

/** Whether the owner asked that an agent be left alone: on any of its Deployments. What is unclear pauses too. */
export function pauseOf(parts: readonly OptedIn[]): { isPaused: boolean; told: Told[] } {
  const told: Told[] = []
  let isPaused = false
  for (const { snapshot, deployment } of parts) {
    const said = deployment.annotations[PAUSED_KEY] ?? deployment.labels[PAUSED_KEY]
    if (said === undefined || said === 'false') continue
    isPaused = true
    const about = aboutDeployment(snapshot.cluster, deployment)
    if (said === 'true') told.push(note(about, `${PAUSED_KEY}: the agent stays as it stands`))
    else
      told.push(warning(about, `${PAUSED_KEY} is "${said}": taken for true, and the agent stays as it stands`, 'write "true" or "false"'))
  }
  return { isPaused, told }
}
