import type { Decision, Reason, Saving, Thresholds } from './decide.ts'

/** The decision in sentences, the decision itself first. */
export function decisionText({ kind, reasons }: Decision): string[] {
  const decision = kind === 'move' ? 'Move.' : 'Stay: today’s placement is kept.'
  return [decision, ...reasons.flatMap((reason) => reasonText(reason))]
}

function reasonText(reason: Reason): string[] {
  switch (reason.kind) {
    case 'saves enough':
      return [`The plan saves ${savingText(reason.saving)}, moves included.`]
    case 'saves too little':
      return [tooLittleText(reason.saving, reason.thresholds)]
    case 'today breaks rules':
      return reason.rules.map(({ agent, detail }) => `Today breaks a rule${agent ? ` of ${agent}` : ''}: ${detail}.`)
    case 'demand changed':
      return reason.changes.map(
        ({ agent, replicasToday, replicasDemanded }) => `${agent} runs ${replicasToday} replicas, and ${replicasDemanded} are wanted.`,
      )
    case 'pinned elsewhere':
      return reason.agents.map((agent) => `${agent} is pinned elsewhere than it stands.`)
    case 'no plan found':
      return [
        reason.status === 'infeasible' ? 'No plan keeps all rules: nothing is moved.' : 'No plan was found in time: nothing is moved.',
      ]
  }
}

function tooLittleText(saving: Saving, { leastSavingShare, leastSavingUsdPerMonth }: Thresholds): string {
  if (saving.usdPerHour <= 1e-9) return 'No plan that was found is cheaper than today, moves included.'
  const asked = `${percent(leastSavingShare)} and ${leastSavingUsdPerMonth.toFixed(2)} USD a month`
  return `The best plan would save ${savingText(saving)}, moves included: moving asks for at least ${asked}.`
}

function savingText({ usdPerHour, usdPerMonth, share }: Saving): string {
  return `${usdPerHour.toFixed(2)} USD/h, ${usdPerMonth.toFixed(2)} USD a month (${percent(share)} of today)`
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`
