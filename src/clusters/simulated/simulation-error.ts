/** A simulated cluster refuses what a real one would: says what, where and the remedy. */
export class ClusterRefusal extends Error {
  override name = 'ClusterRefusal'
}

/** Replicas that cannot become ready, since no node has room for them. */
export class NotReadyError extends Error {
  override name = 'NotReadyError'
}
