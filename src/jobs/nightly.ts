import { commitmentUse } from '../domain/commitment-use.ts'
import { surcharges } from '../domain/spot-offer.ts'
import { requireFreshPrices } from '../plan/guards.ts'
import { stepAdvice } from '../plan/step-advice.ts'
import { commitmentNotes } from '../reports/commitments.ts'
import type { Night, NightOutcome } from '../reports/night.ts'
import { nightFiles, noPlanFiles } from '../reports/night-files.ts'
import { surchargeNotes } from '../reports/spot-offers.ts'
import { changedPrices } from './changed-prices.ts'
import { compareStrategies } from './compare-strategies.ts'
import { countingRefusals } from './counting-refusals.ts'
import { type DecidedNight, decideNight } from './decide-night.ts'
import type { NightParts, NightSettings } from './night-parts.ts'
import { type NightProblem, readNight } from './read-night.ts'
import { type SolvedNight, solveNight } from './solve-night.ts'
import { takeSteps } from './take-steps.ts'
import { weighNight } from './weigh-night.ts'

/**
 * The nightly run, once: reads the catalogue and the fleet, builds and solves the problem, weighs what is preferred, decides, compares, writes its files and, where
 * asked to, acts. The run stands in the store from its start to its end, whatever that is. Throws InputError for what a person must mend.
 */
export async function nightly(parts: NightParts, settings: NightSettings): Promise<NightOutcome> {
  const { id } = await parts.store.runs.start('nightly')
  try {
    const outcome = await oneNight(id, parts, settings)
    await parts.store.runs.finish(id, endOf(outcome))
    return outcome
  } catch (error) {
    await failRun(parts, id, error)
    throw error
  }
}

async function oneNight(runId: string, given: NightParts, settings: NightSettings): Promise<NightOutcome> {
  const read = await readNight(given, settings)
  const parts = { ...given, optimise: countingRefusals(given.optimise, surcharges(read.spotOffers)) }
  await saveProblem(runId, read, parts)
  const solved = await solveNight(read, parts, settings)
  if (solved.plan.status === 'infeasible' || solved.plan.status === 'unknown') return withoutPlan(runId, read, solved, parts)
  const decided = decideNight(read, await weighNight(read, solved, parts, settings), settings)
  await saveDecision(runId, decided, parts)
  const night = await tellNight(runId, { read, solved, decided }, parts, settings)
  parts.onProgress({ stage: 'writing plan, problem and reports' })
  await parts.writeFiles(nightFiles(night))
  if (!settings.apply || decided.steps.length === 0) return { kind: 'planned', night }
  await refuseStaleByNow(read, parts)
  await takeSteps(runId, { read, decided }, parts, settings)
  const applied = { ...night, applied: true }
  await parts.writeFiles(nightFiles(applied))
  return { kind: 'planned', night: applied }
}

/** Before it is solved, so that a run that fails can be replayed. */
async function saveProblem(runId: string, { problem, fleet, spotOffers }: NightProblem, { store }: NightParts): Promise<void> {
  await store.transaction(async (within) => {
    await within.problems.save(runId, problem)
    await within.nights.save(runId, { fleet: fleet.name, surcharges: surcharges(spotOffers) })
  })
}

async function saveDecision(runId: string, { today, recommended, steps }: DecidedNight, { store }: NightParts): Promise<void> {
  await store.transaction(async (within) => {
    await within.plans.save(runId, recommended, today.plan.usdPerHour.total)
    await within.steps.save(
      runId,
      steps.map(({ step }) => step),
    )
  })
}

interface Found {
  readonly read: NightProblem
  readonly solved: SolvedNight
  readonly decided: DecidedNight
}

async function tellNight(runId: string, { read, solved, decided }: Found, parts: NightParts, { compare }: NightSettings): Promise<Night> {
  const { problem, fleet, clouds, prices, catalogue, spotOffers } = read
  const { today, recommended, decision, preferences, steps, refusal } = decided
  const strategies = await compareStrategies(
    {
      problem,
      today: today.plan,
      brokenRules: today.brokenRules.map(({ detail }) => detail),
      best: solved.plan,
      recommended,
      staysToday: decision.kind === 'stay',
      clouds,
    },
    (part) => parts.optimise(part, compare),
    (stage) => parts.onProgress({ stage: `comparing: ${stage}` }),
  )
  const commitments = commitmentUse(catalogue.commitments ?? [], problem, recommended.nodeGroups, today.plan.nodeGroups)
  const advice = new Set(steps.flatMap(({ step }) => stepAdvice(step, fleet) ?? []))
  const notes = [...read.notes, ...commitmentNotes(commitments), ...surchargeNotes(spotOffers, recommended), ...advice]
  const priceChanges = await changesSinceLast(read, decided, parts)
  const told = { runId, at: parts.now().toISOString(), fleet: { name: fleet.name, simulated: fleet.simulated }, notes, prices }
  const found = {
    problem,
    today: today.plan,
    plan: recommended,
    strategies,
    preferences,
    commitments,
    spotOffers,
    decision,
    steps,
    applied: false,
  }
  return { ...told, ...found, ...(priceChanges && { priceChanges }), ...(refusal !== undefined && { refusal }) }
}

async function changesSinceLast({ problem, fleet }: NightProblem, { today, recommended }: DecidedNight, { store }: NightParts) {
  const last = await store.nights.lastOf(fleet.name)
  if (!last) return undefined
  const nodes = { today: today.plan.nodeGroups, after: recommended.nodeGroups }
  return changedPrices(last, { problem, ...nodes })
}

/** Planning takes its time: prices of the catalogue that were fresh may be stale by the first step, whatever was read meanwhile. */
async function refuseStaleByNow({ fleet, cataloguedAt }: NightProblem, { livePrices, now }: NightParts): Promise<void> {
  if (livePrices) requireFreshPrices(fleet, await livePrices.judge(fleet, [], cataloguedAt, now()))
}

async function withoutPlan(runId: string, read: NightProblem, { plan }: SolvedNight, parts: NightParts): Promise<NightOutcome> {
  const { problem, fleet, notes, prices } = read
  await parts.store.plans.save(runId, plan)
  await parts.writeFiles(noPlanFiles(problem, plan))
  const told = { runId, at: parts.now().toISOString(), fleet: { name: fleet.name, simulated: fleet.simulated } }
  return { kind: 'no plan', night: { ...told, notes, problem, prices, plan } }
}

function endOf(outcome: NightOutcome) {
  if (outcome.kind === 'planned') return { status: 'succeeded' as const, decision: outcome.night.decision.sentences.join(' ') }
  const { plan } = outcome.night
  if (plan.status === 'infeasible') return { status: 'infeasible' as const, decision: 'No plan keeps all rules.' }
  return { status: 'failed' as const, error: 'no plan was found in time, and none was excluded' }
}

/** What made the run fail is what counts: where even this cannot be written, the store ends the run when it is next opened. */
async function failRun({ store }: NightParts, id: string, error: unknown): Promise<void> {
  await store.runs.finish(id, { status: 'failed', error: error instanceof Error ? error.message : String(error) }).catch(() => undefined)
}
