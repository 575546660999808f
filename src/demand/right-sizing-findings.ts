import type { Finding } from '../domain/finding.ts'
import type { DemandDecision, DemandFinding } from './demand-decision.ts'

/** What right-sizing changes, what it only recommends, and what somebody should look at, as findings of the agents; nothing where requests fit. */
export function rightSizingFindings(decisions: readonly DemandDecision[]): Finding[] {
  return decisions.flatMap(({ agent, findings }) => findings.flatMap((finding) => findingsOf(`agent ${agent}`, finding)))
}

function findingsOf(subject: string, finding: DemandFinding): Finding[] {
  const warnings = (finding.warnings ?? []).map((message): Finding => ({ severity: 'warning', subject, message }))
  return [...change(subject, finding), ...warnings]
}

function change(subject: string, { of, before, after, recommended, because }: DemandFinding): Finding[] {
  if (of === 'replicas' || before === undefined) return []
  const [what, unit] = of === 'cpu' ? ['CPU', 'vCPU'] : ['memory', 'GiB']
  const asked = `its ${what} request of ${before} ${unit}`
  if (recommended !== undefined) {
    const remedy = 'write it so in its Deployments, or let its policy apply it: rightSizing'
    return [{ severity: 'note', subject, message: `${asked} should be ${recommended}: ${because}`, remedy }]
  }
  return after === before ? [] : [{ severity: 'note', subject, message: `${asked} is planned as ${after}: ${because}` }]
}
