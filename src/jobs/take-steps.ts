import { applySteps } from '../apply/apply.ts'
import { ApplyError } from '../apply/apply-error.ts'
import type { AuditTrail } from '../apply/audit-trail.ts'
import type { FleetReader } from '../clusters/port.ts'
import type { StepOutcome } from '../store/steps.ts'
import type { DecidedNight } from './decide-night.ts'
import { movedSince } from './moved-so-far.ts'
import type { NightParts, NightSettings } from './night-parts.ts'
import type { NightProblem } from './read-night.ts'

const STEPS_BETWEEN_NEWS = 25

/**
 * Acts on the fleet, step by step. Each write is in the audit trail before it happens, and what became of each step is kept with the run;
 * a simulated fleet is kept as it stands after each write. Throws ApplyError.
 */
export async function takeSteps(
  runId: string,
  { read, decided }: { readonly read: NightProblem; readonly decided: DecidedNight },
  parts: NightParts,
  { actor }: NightSettings,
): Promise<void> {
  const { steps, way, decision } = decided
  const { problem, fleet } = way
  const clusters = parts.openClusters(fleet, problem)
  const outcomes = new Map<number, StepOutcome>()
  const onDone = (_: unknown, number: number) => {
    outcomes.set(number, { status: 'done' })
    if (number % STEPS_BETWEEN_NEWS === 0) parts.onProgress({ stage: `taken ${number} of ${steps.length} steps` })
  }
  const record = {
    actor,
    reason: decision.sentences.join(' '),
    now: parts.now,
    audit: auditTrail(runId, { ...read, fleet }, clusters, parts),
  }
  try {
    await applySteps({ steps: steps.map(({ step }) => step) }, clusters, { ...record, fleet, prices: read.catalogue, onDone })
  } catch (error) {
    if (error instanceof ApplyError) failFrom(error.done.length + 1, error, outcomes)
    throw error
  } finally {
    await keep(runId, outcomes, { ...read, fleet: await clusters.readFleet() }, parts)
  }
}

/** What a write did is kept together with whom it moved and the fleet as it stands after it: whenever the run is cut off, all tell the same. */
function auditTrail(runId: string, { fleet, described }: NightProblem, clusters: FleetReader, { store }: NightParts): AuditTrail {
  const movedBy = movedSince(fleet)
  return {
    record: async ({ who, what, outcome, old, new: now, reason }) => {
      const entry = { actor: who, action: outcome, subject: what, old, new: now, reason, runId }
      const after = outcome === 'intended' ? undefined : await clusters.readFleet()
      await store.transaction(async ({ audit, moves, simulatedFleets }) => {
        await audit.append(entry)
        if (after) await moves.record(runId, fleet.name, movedBy(after))
        if (fleet.simulated && after) await simulatedFleets.save(fleet.name, { sourceHash: described.sourceHash, fleet: after })
      })
    },
  }
}

/** From the first step that was put back to the one that failed. */
function failFrom(first: number, { message }: ApplyError, outcomes: Map<number, StepOutcome>): void {
  const failed = outcomes.size + 1
  for (let position = first; position <= failed; position++) outcomes.set(position, { status: 'failed', detail: message })
}

async function keep(runId: string, outcomes: ReadonlyMap<number, StepOutcome>, { fleet, described }: NightProblem, { store }: NightParts) {
  await store.transaction(async ({ steps, simulatedFleets }) => {
    for (const [position, outcome] of outcomes) await steps.finish(runId, position, outcome)
    if (fleet.simulated) await simulatedFleets.save(fleet.name, { sourceHash: described.sourceHash, fleet })
  })
}
