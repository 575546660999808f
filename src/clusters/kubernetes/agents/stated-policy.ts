import { didYouMean } from '../../../domain/nearest-name.ts'
import { mergedPolicy } from '../../../domain/policies/merge-policies.ts'
import { PolicySchema } from '../../../domain/policies/policy-schema.ts'
import type { Policy } from '../../../domain/policy.ts'
import type { AgentsConfig } from './agents-config.ts'
import { annotationValue } from './annotation-value.ts'
import { OVERRIDE_ANNOTATION, POLICY_KEY } from './ballast-keys.ts'
import type { OptedIn } from './opted-in.ts'
import { policyNames } from './policy-names.ts'
import { aboutAgent, aboutDeployment, contradiction, note, type Told, warning } from './told.ts'

export interface StatedPolicy {
  readonly names: readonly string[]
  readonly policy: Policy
  readonly told: readonly Told[]
}

/** What the owner of an agent demands of its placement: the policies that its Deployments name, merged, and what they override. */
export function statedPolicy(agent: string, parts: readonly OptedIn[], config: AgentsConfig): StatedPolicy {
  const { names, told } = namesOf(agent, parts, config)
  const { own, told: toldOfOwn } = overrideOf(parts, config)
  const known = names.filter((name) => Object.hasOwn(config.policies, name))
  const unknown = names.filter((name) => !known.includes(name))
  const { policy, issues } = mergedPolicy(
    known.map((name) => ({ name, policy: config.policies[name]! })),
    own,
    '',
  )
  return {
    names,
    policy,
    told: [
      ...told,
      ...unknown.map((name) => unknownPolicy(agent, name, config)),
      ...toldOfOwn,
      ...issues.map(({ message }) =>
        contradiction(aboutAgent(agent), message, `name only one of them, or decide it under ${OVERRIDE_ANNOTATION}`),
      ),
    ],
  }
}

/** Those of all its Deployments: a rule that one of them asks for is a rule of the agent. */
function namesOf(agent: string, parts: readonly OptedIn[], config: AgentsConfig): { names: string[]; told: Told[] } {
  const lists = parts.map((part) => policyNames(part, config))
  const names = [...new Set(lists.flat())]
  if (names.length === 0) {
    const remedy = `set the label ${POLICY_KEY} to the name of one`
    return {
      names,
      told: [note(aboutAgent(agent), 'no policy is named: it may stand wherever it has a Deployment, on demand only', remedy)],
    }
  }
  if (new Set(lists.map((list) => [...list].sort().join())).size === 1) return { names, told: [] }
  const each = parts.map(({ snapshot, deployment }, at) => `${snapshot.cluster} ${deployment.name}: ${lists[at]!.join(', ') || 'none'}`)
  const message = `its Deployments name different policies (${each.join('; ')}): all of them hold for it`
  return { names, told: [warning(aboutAgent(agent), message, 'name the same on each')] }
}

function unknownPolicy(agent: string, name: string, { policies }: AgentsConfig): Told {
  return contradiction(aboutAgent(agent), `names the policy "${name}", which is not known`, didYouMean(name, Object.keys(policies)))
}

function overrideOf(parts: readonly OptedIn[], config: AgentsConfig): { own: Policy; told: Told[] } {
  const told: Told[] = []
  const found: Policy[] = []
  for (const { snapshot, deployment } of parts) {
    const text = deployment.annotations[OVERRIDE_ANNOTATION]
    if (text === undefined) continue
    const about = aboutDeployment(snapshot.cluster, deployment)
    const read = annotationValue(text, PolicySchema)
    if ('wrong' in read) told.push(contradiction(about, `its annotation ${OVERRIDE_ANNOTATION} is not used: ${read.wrong}`))
    else {
      found.push(read.value as Policy)
      told.push(...unknownClusters(read.value as Policy, config).map(([message, remedy]) => contradiction(about, message, remedy)))
    }
  }
  if (new Set(found.map((policy) => JSON.stringify(policy))).size > 1) {
    const message = `its Deployments override policies differently by ${OVERRIDE_ANNOTATION}`
    told.push(contradiction(aboutAgent(parts[0]!.agent), message, 'write the same on each, or on one of them only'))
  }
  return { own: found[0] ?? {}, told }
}

function unknownClusters({ placement, pin }: Policy, { clusters }: AgentsConfig): [string, string][] {
  const known = clusters.map(({ id }) => id)
  const named = [...(placement?.clusters ?? []), ...(typeof pin === 'object' ? pin.map(({ cluster }) => cluster) : [])]
  return [...new Set(named)]
    .filter((cluster) => !known.includes(cluster))
    .map((cluster) => [`${OVERRIDE_ANNOTATION} names the cluster "${cluster}", which is not known`, didYouMean(cluster, known)])
}
