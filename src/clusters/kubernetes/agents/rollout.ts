import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, note, type Told, warning } from './told.ts'

/** What is under way in a Deployment, so that what stands today is not what will stand soon. */
export function rolloutOf({ snapshot, deployment, pods }: OptedIn): Told[] {
  const about = aboutDeployment(snapshot.cluster, deployment)
  const { generation, observedGeneration, replicas, isPaused } = deployment
  const isRollingOut = pods.replicaSets > 1 || observedGeneration < generation
  const because =
    pods.replicaSets > 1 ? `pods of ${pods.replicaSets} ReplicaSets stand` : 'its controller has not seen its latest change yet'
  const waiting = pods.waiting.length
  return [
    ...(isRollingOut ? [warning(about, `a rollout is in progress: ${because}`, 'wait until it is done before its plan is followed')] : []),
    ...(waiting > 0 ? [warning(about, `${waiting} of its ${replicas} replicas wait for a node`, 'look at the events of its pods')] : []),
    ...(isPaused ? [note(about, 'its rollouts are paused (spec.paused): changes of its requests will not reach its pods')] : []),
  ]
}
