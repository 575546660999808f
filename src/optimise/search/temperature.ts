/** Of a mean node's price: how much dearer a plan may become at first where there is time enough, and least. */
const HOT = 0.2
const LEAST_HOT = 0.04
/** Of the first, the last. */
const COLD = 0.005
/** Rounds for each node of the plan that are enough to start hot. */
const ENOUGH_ROUNDS = 600

/**
 * How much dearer a plan a round may leave, about [USD/h]: from a part of a node's price to next to nothing. Where few rounds are to be had for
 * each node the start is colder, since there is no time to mend what a hot start breaks.
 */
export function temperature(nodeUsd: number, roundsPerNode: number, share: number): number {
  const hot = Math.max(LEAST_HOT, HOT * Math.min(1, Math.sqrt(roundsPerNode / ENOUGH_ROUNDS)))
  return nodeUsd * hot * COLD ** share
}
