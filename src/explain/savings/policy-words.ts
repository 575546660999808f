import type { RuleKind } from '../../domain/rules/rule.ts'

/** Kinds that are told together, by the name that they have in common. */
export const FAMILIES: Readonly<Record<string, (kind: RuleKind) => boolean>> = {
  'where agents may stand': (kind) => kind.startsWith('placement.') || kind === 'latency',
  'surviving losses': (kind) => kind.startsWith('survive.'),
  'spreading out': (kind) => kind.startsWith('spread.'),
  'limits and quotas': (kind) => kind === 'limit' || kind === 'quota' || kind === 'maxNodes',
  'limits on moves': (kind) => kind === 'moves' || kind === 'maxMovedReplicas',
}

/** What rules of a kind are about, where they ask for different things. */
export const KIND_WORDS: Readonly<Record<RuleKind, string>> = {
  'placement.anyTag': 'tags that a cluster must bear',
  'placement.noTag': 'tags that a cluster must not bear',
  'placement.clusters': 'lists of clusters',
  latency: 'distance to users',
  'survive.node': 'surviving the loss of any one node',
  'survive.zone': 'surviving the loss of any one zone',
  'survive.cluster': 'surviving the loss of any one cluster',
  'survive.region': 'surviving the loss of any one region',
  'survive.cloud': 'surviving the loss of any one cloud',
  'survive.spot': 'surviving the loss of a spot market',
  maxReplicas: 'the most replicas that may run',
  'spread.clusters': 'spreading over clusters',
  'spread.regions': 'spreading over regions',
  'spread.clouds': 'spreading over clouds',
  maxPerNode: 'the most pods on a node',
  instanceTypes: 'lists of instance types',
  gpuModels: 'lists of GPU models',
  arch: 'architectures',
  tolerates: 'taints that are not tolerated',
  spot: 'limits on spot',
  moves: 'the most that an agent may move',
  limit: 'limits of clusters',
  quota: 'quotas of accounts',
  maxNodes: 'the most nodes of an offer',
  reserved: 'how much is reserved',
  maxMovedReplicas: 'the most that may move in all',
  budget: 'the budget',
  demand: 'demand',
}
