import type { Fleet } from '../domain/fleet.ts'
import type { Step, StepList } from '../domain/step.ts'
import { refusalToAct } from '../plan/guards.ts'
import { stepText } from '../plan/step-text.ts'
import { ApplyError, ApplyRefusedError, PlanOutdatedError } from './apply-error.ts'
import { applyStep } from './apply-step.ts'
import type { WriteContext } from './audited-writes.ts'
import type { ClusterWriter } from './cluster-writer.ts'
import { firstToPutBack, putBack } from './put-back.ts'

/** What applying must know besides the steps: whose fleet, planned with which prices, who asks and why, and where that is recorded. */
export interface ApplyOptions extends WriteContext {
  readonly fleet: Pick<Fleet, 'name' | 'simulated'>
  readonly prices: { readonly bundled: boolean; readonly oldestPriceAt: string }
  /** Told of each step once it is done; `number` counts from 1. */
  readonly onDone?: (step: Step, number: number) => void
}

/**
 * Applies the steps in order: the only writer. Each write is recorded before and after, and refused where the fleet is not as planned.
 * Throws ApplyRefusedError, and writes nothing, where the steps or the guards forbid it; ApplyError where a step fails:
 * the agent that was on its way is then put back to where it stood before its turn.
 */
export async function applySteps({ steps, refusal }: StepList, writer: ClusterWriter, options: ApplyOptions): Promise<void> {
  const guarded = refusalToAct(options.fleet, options.prices)
  if (guarded) throw new ApplyRefusedError(guarded)
  if (refusal) throw new ApplyRefusedError(`${refusal.reason}; ${refusal.remedy}`)
  for (const [at, step] of steps.entries()) {
    try {
      await applyStep(step, writer, options)
    } catch (cause) {
      throw await stopped(steps, at, cause, writer, options)
    }
    options.onDone?.(step, at + 1)
  }
}

async function stopped(
  steps: readonly Step[],
  failedAt: number,
  cause: unknown,
  writer: ClusterWriter,
  options: ApplyOptions,
): Promise<ApplyError> {
  const first = firstToPutBack(steps, failedAt)
  const touched = cause instanceof PlanOutdatedError ? failedAt : failedAt + 1
  const { leftBehind, because } = await putBackFrom(steps, { first, touched }, writer, options)
  const outcome = { done: steps.slice(0, first), notDone: steps.slice(first), leftBehind }
  const message = [
    `step ${failedAt + 1} of ${steps.length} failed: ${stepText(steps[failedAt])} ${textOf(cause)}`,
    because === undefined ? putBackText(first, failedAt) : `Putting back failed too, look at what is left: ${textOf(because)}`,
    'Once the cause is gone, run again: the next run starts from the fleet as it is.',
  ]
  return new ApplyError(message.join('\n'), outcome, { cause })
}

/** Backwards; stops where it fails, since what comes before rests on it. */
async function putBackFrom(
  steps: readonly Step[],
  { first, touched }: { readonly first: number; readonly touched: number },
  writer: ClusterWriter,
  options: ApplyOptions,
): Promise<{ leftBehind: readonly Step[]; because?: unknown }> {
  const context = { ...options, reason: `putting back after a failed step: ${options.reason}` }
  for (let at = touched - 1; at >= first; at--) {
    try {
      await putBack(steps, at, writer, context)
    } catch (because) {
      return { leftBehind: steps.slice(first, at + 1), because }
    }
  }
  return { leftBehind: [] }
}

function putBackText(first: number, failedAt: number): string {
  if (first === failedAt) return 'Nothing was under way that had to be put back.'
  return `Steps ${first + 1} to ${failedAt} were put back.`
}

const textOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))
