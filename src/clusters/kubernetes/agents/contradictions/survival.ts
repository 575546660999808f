import type { SurviveRule } from '../../../../domain/problem.ts'
import { wholeUp } from '../../../../domain/units.ts'
import type { ClusterFacts } from '../agents-config.ts'
import { aboutAgent, contradiction, type Told } from '../told.ts'
import { allowedClusters, createIn, type StatedAgent } from './stated-agent.ts'

type Domain = 'cloud' | 'region' | 'cluster' | 'zone'

const DOMAINS: Readonly<Record<Domain, (cluster: ClusterFacts) => readonly string[]>> = {
  cloud: ({ provider }) => [provider],
  region: ({ provider, region }) => [`${provider}/${region}`],
  cluster: ({ id }) => [id],
  zone: ({ provider, region, zones }) => zones.map((zone) => `${provider}/${region}/${zone}`),
}

const isDomain = (loss: SurviveRule['loss']): loss is Domain => loss in DOMAINS

/** Losses that cannot be survived, and spreads that cannot be, where its Deployments are: even where all is spread evenly over them. */
export function survivalContradictions(stated: StatedAgent): Told[] {
  const { ruled, policy } = stated
  const spread = [
    { domain: 'cluster', least: policy.spread?.clusters },
    { domain: 'region', least: policy.spread?.regions },
    { domain: 'cloud', least: policy.spread?.clouds },
  ] as const
  return [
    ...(ruled.survive ?? []).flatMap((rule) => (isDomain(rule.loss) ? lossContradiction(stated, rule.loss, rule.keep) : [])),
    ...spread.flatMap(({ domain, least }) => spreadContradiction(stated, domain, least ?? 0)),
  ]
}

function lossContradiction(stated: StatedAgent, loss: Domain, keep: number): Told[] {
  const { usable, without } = allowedClusters(stated)
  const known = domainsOf(usable, loss)
  const kept = wholeUp(keep * stated.replicas)
  const most = stated.replicas + (stated.policy.extraReplicas ?? 0)
  const isKeptOver = (domains: number) => most - Math.ceil(most / domains) >= kept
  if (usable.length === 0 || kept === 0 || isKeptOver(known.size)) return []
  const where = `its Deployments are in ${known.size} ${loss}${known.size === 1 ? '' : 's'} (${[...known].join(', ')})`
  const message = `it must keep ${kept} of ${stated.replicas} replicas through the loss of any one ${loss}, but ${where}`
  const more = bringing(without, known, loss)
  const created = isKeptOver(new Set([...known, ...domainsOf(more, loss)]).size) ? createIn(more) : undefined
  return [contradiction(aboutAgent(stated.agent), message, created ?? 'let it keep fewer, or allow extraReplicas')]
}

function spreadContradiction(stated: StatedAgent, domain: Domain, least: number): Told[] {
  const { usable, without } = allowedClusters(stated)
  const known = domainsOf(usable, domain)
  if (usable.length === 0 || stated.replicas === 0 || known.size >= least) return []
  const message = `its policy spreads it over ${least} ${domain}s, but its Deployments are in ${known.size} (${[...known].join(', ')})`
  return [contradiction(aboutAgent(stated.agent), message, createIn(bringing(without, known, domain)) ?? 'ask for fewer')]
}

const domainsOf = (clusters: readonly ClusterFacts[], domain: Domain): Set<string> => new Set(clusters.flatMap(DOMAINS[domain]))

/** Clusters that would add a domain. */
const bringing = (clusters: readonly ClusterFacts[], known: ReadonlySet<string>, domain: Domain): ClusterFacts[] =>
  clusters.filter((cluster) => DOMAINS[domain](cluster).some((one) => !known.has(one)))
