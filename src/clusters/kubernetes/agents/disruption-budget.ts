import type { Replicas } from '../../../domain/units.ts'
import type { DeploymentObject, DisruptionBudgetObject } from '../snapshot.ts'
import type { OptedIn } from './opted-in.ts'
import { aboutDeployment, type Told, warning } from './told.ts'

export interface Budget {
  readonly name: string
  /** Of all the pods that it covers. */
  readonly minAvailable: Replicas
}

/** The PodDisruptionBudget that keeps most of a Deployment's pods, and what is wrong with those that cover it. */
export function budgetOf({ snapshot, site, deployment }: OptedIn): { budget?: Budget; told: Told[] } {
  const { disruptionBudgets, deployments } = site.inNamespace(deployment.namespace)
  const covering = disruptionBudgets.filter((budget) => covers(budget, deployment))
  if (covering.length === 0) return { told: [] }
  const budgets = covering.map((budget) => ({ name: budget.name, minAvailable: minAvailableOf(budget, expectedOf(budget, deployments)) }))
  const budget = budgets.reduce((one, other) => (other.minAvailable > one.minAvailable ? other : one))
  const about = aboutDeployment(snapshot.cluster, deployment)
  const names = covering.map(({ name }) => name).join(', ')
  const vague = covering.filter(({ hasPlainSelector }) => !hasPlainSelector).map(({ name }) => name)
  const told = [
    ...(covering.length > 1
      ? [
          warning(
            about,
            `${covering.length} PodDisruptionBudgets cover its pods (${names}), so that Kubernetes evicts none of them`,
            'keep one',
          ),
        ]
      : []),
    ...(vague.length > 0
      ? [warning(about, `${vague.join(', ')} selects by expressions: taken to cover its pods`, 'select by matchLabels')]
      : []),
    ...(budget.minAvailable >= deployment.replicas && deployment.replicas > 0
      ? [
          warning(
            about,
            `${budget.name} keeps all of its ${deployment.replicas} replicas, so that no node under them can be drained`,
            'allow one less',
          ),
        ]
      : []),
  ]
  return { budget, told }
}

const covers = ({ selector }: DisruptionBudgetObject, { template }: DeploymentObject): boolean =>
  Object.entries(selector).every(([key, value]) => template.labels[key] === value)

/** Kubernetes counts a share of what the controllers of the covered pods are scaled to, not of the pods that run. */
const expectedOf = (budget: DisruptionBudgetObject, deployments: readonly DeploymentObject[]): Replicas =>
  deployments.filter((deployment) => covers(budget, deployment)).reduce((sum, { replicas }) => sum + replicas, 0)

/** Percentages round up, of either: 50 % of 7 keeps 4, and at most 30 % of 7 away are 3. Source: kubernetes.io "Specifying a Disruption Budget". */
function minAvailableOf({ minAvailable, maxUnavailable }: DisruptionBudgetObject, expected: Replicas): Replicas {
  if (minAvailable !== undefined) return amountOf(minAvailable, expected)
  if (maxUnavailable !== undefined) return Math.max(0, expected - amountOf(maxUnavailable, expected))
  return 0
}

function amountOf(written: string, expected: Replicas): Replicas {
  const percent = /^(\d+)%$/.exec(written)?.[1]
  return percent === undefined ? Number(written) : Math.ceil((Number(percent) * expected) / 100)
}
