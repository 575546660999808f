import { type CallLimits, callsTo } from '../../src/prices/calls/calls.ts'
import type { Reading } from '../../src/prices/source.ts'

/** Three tries, without a wait that anyone would notice. */
export const BRISK: CallLimits = { attempts: 3, backoffMilliseconds: 1, mostBackoffMilliseconds: 2, timeoutMilliseconds: 5_000 }

export const briskCalls = (limits: Partial<CallLimits> = {}) => callsTo({ ...BRISK, ...limits })

/** A reading that has a minute, at the true time unless another is given. */
export function reading(parts: Partial<Reading> = {}): Reading {
  return { signal: new AbortController().signal, endsAt: Date.now() + 60_000, now: () => new Date(), ...parts }
}
