import type { Policy } from '../../../domain/policy.ts'

/**
 * The policy of an agent that stays as it stands: none of its rules, for one that today breaks would move it all the same,
 * and no right-sizing. What a replica costs to restart still counts.
 */
export const pinnedPolicy = ({ restartUsd }: Policy): Policy => ({
  pin: 'today',
  spot: { maxShare: 1 },
  ...(restartUsd === undefined ? {} : { restartUsd }),
})
