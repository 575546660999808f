import { describe, expect, it } from 'vitest'
import { openFleetFile, openFleetText } from '../../src/fleet-file/open-fleet-file.ts'
import { issuesOf } from '../issues-of.ts'
import { type Description, mistakesIn, read, readText } from './fleet-texts.ts'

const firstAgent = (change: (agent: Description) => void) => (d: Description) => change(d.agents[0])
const firstCluster = (change: (cluster: Description) => void) => (d: Description) => change(d.clusters[0])

describe('a fleet file', () => {
  it('becomes a fleet with its pods on its nodes, spread over the zones', () => {
    const fleet = read((d) => {
      d.clusters[0].nodes[0].count = 2
    })
    expect(fleet.clusters[0]?.nodes).toEqual([
      {
        cluster: 'dublin',
        instanceType: 'm.xlarge',
        capacityType: 'on-demand',
        zone: 'a',
        count: 1,
        pods: [{ agent: 'support', replicas: 1 }],
      },
      {
        cluster: 'dublin',
        instanceType: 'm.xlarge',
        capacityType: 'on-demand',
        zone: 'b',
        count: 1,
        pods: [{ agent: 'support', replicas: 1 }],
      },
    ])
  })

  it('that says no more plans for a day, leaves 5 % of every node free, and is a simulation', () => {
    expect(read()).toMatchObject({ horizonHours: 24, headroom: 0.05, simulated: true, readAt: '2026-07-20T00:00:00.000Z' })
  })

  it('is plain JSON once read, so that it can be saved', () => {
    const fleet = read()
    expect(JSON.parse(JSON.stringify(fleet))).toEqual(fleet)
  })

  it('names its price files before anything else is known, even where the rest is full of mistakes', () => {
    const text = 'name: 7\nprices: [{ file: own.csv, allowStale: true }, { fil: typo.csv }]\n'
    expect(openFleetText(text, 'fleet.yaml').prices).toEqual([{ file: 'own.csv', allowStale: true }])
  })

  it('may hold no agents, and agents that want nothing', () => {
    expect(
      read((d) => {
        d.agents = []
      }).agents,
    ).toEqual([])
    const paused = read((d) => {
      d.agents.push({ id: 'paused', replicas: 0, requests: { cpu: 1, memoryGiB: 1 } })
    })
    expect(paused.agents[1]?.demand).toEqual({ replicas: 0 })
  })

  it('may hold an agent that no machine is big enough for: that is for the optimiser to say', () => {
    expect(mistakesIn((d) => d.agents.push({ id: 'giant', replicas: 1, requests: { cpu: 500, memoryGiB: 1 } }))).toEqual([])
  })

  it('may hold a cluster that can grow from nothing', () => {
    expect(mistakesIn(firstCluster((c) => Object.assign(c, { growsFrom: { capacityTypes: [] } })))).toEqual([])
  })
})

describe('a mistake in a fleet file', () => {
  it('is told with its line', () => {
    const text = 'name: tiny\nclusters: []\nagents:\n  - id: support\n    replicas: -2\n    requests: { cpu: 1, memoryGiB: 1 }\n'
    expect(issuesOf(() => readText(text))).toEqual([{ path: 'agents[0].replicas (line 5)', message: 'is -2: it must not be negative' }])
  })

  it('never hides another: mistakes of form and of sense are told together', () => {
    const mistakes = mistakesIn((d) => {
      d.agents[0].requests.cpu = -1
      d.agents[0].policies = ['eu-onyl']
      d.agents[0].colour = 'red'
      d.clusters[0].nodes[0].instanceType = 'm.xlrge'
      d.clusters.push({ ...d.clusters[0], id: 'virginia', region: 'us-est-1', nodes: [] })
      d.agents.push({ ...d.agents[0], requests: { cpu: 1, memoryGiB: 1 }, colour: undefined, policies: [], replicas: undefined })
    })
    expect(mistakes.toSorted()).toEqual([
      'agents: "support" stands twice (give each its own name, or drop one)',
      'agents[0].colour: is no known key (known: id, policies, policy, replicas, demandByHour, load, requests, used, arch, gpuModels, instanceTypes, tolerates, traffic, today)',
      'agents[0].policies[0]: names no policy: "eu-onyl" (did you mean "eu-only"?)',
      'agents[0].requests.cpu: is -1: it must not be negative',
      'agents[1]: does not say how much of it is wanted (say `replicas` or `load`)',
      'clusters[0].nodes[0].instanceType: names no machine type in aws eu-west-1: "m.xlrge" (did you mean "m.xlarge"?)',
      'clusters[1].region: names no region of aws: "us-est-1" (did you mean "us-east-1"?)',
    ])
  })

  it.each<[string, (d: Description) => void, string]>([
    [
      'an unknown provider',
      firstCluster((c) => Object.assign(c, { provider: 'awss' })),
      'clusters[0].provider: names no provider: "awss" (did you mean "aws"?; one of your own is described under `operators`)',
    ],
    [
      'an unknown family',
      firstCluster((c) => Object.assign(c.growsFrom, { families: ['mm'] })),
      'clusters[0].growsFrom.families[0]: names no machine family in aws eu-west-1: "mm" (did you mean "m"?)',
    ],
    [
      'a day of other than 24 hours',
      firstAgent((a) => Object.assign(a, { demandByHour: [1, 2] })),
      'agents[0].demandByHour: has 2 hours (give 24 numbers, one an hour from midnight UTC)',
    ],
    [
      'a part of a replica in an hour',
      firstAgent((a) => Object.assign(a, { demandByHour: [...Array(23).fill(1), 1.5] })),
      'agents[0].demandByHour[23]: is 1.5, no whole number of replicas (round it up, or say `load`)',
    ],
    [
      'a zone of another region',
      firstCluster((c) => Object.assign(c.nodes[0], { zone: 'z' })),
      'clusters[0].nodes[0].zone: names no zone: "z" (did you mean "a"?)',
    ],
    [
      'traffic to nobody',
      firstAgent((a) => Object.assign(a, { traffic: [{ to: 'retriver', gibPerHour: 1 }] })),
      'agents[0].traffic[0].to: names no agent: "retriver" (known: support, internet)',
    ],
    [
      'traffic to itself',
      firstAgent((a) => Object.assign(a, { traffic: [{ to: 'support', gibPerHour: 1 }] })),
      'agents[0].traffic[0].to: names support itself (traffic goes to another agent or to "internet")',
    ],
    [
      'a place in an unknown cluster',
      firstAgent((a) => Object.assign(a.today[0], { cluster: 'dubln' })),
      'agents[0].today[0].cluster: names no cluster: "dubln" (did you mean "dublin"?)',
    ],
    [
      'demand said twice',
      firstAgent((a) => Object.assign(a, { load: { amount: 1, perReplica: 1, unit: 'x' } })),
      'agents[0]: says both `replicas` and `load` (keep the one that decides)',
    ],
    [
      'a tag that forbids nothing because it is mistyped',
      (d) => Object.assign(d.policies['eu-only'].placement, { noTag: ['operator:USA'] }),
      'policies.eu-only.placement.noTag[0]: names no tag: "operator:USA" (did you mean "operator:US"?)',
    ],
    [
      'a quota over an unknown cluster',
      (d) => Object.assign(d, { quotas: [{ id: 'q', clusters: ['dublin', 'cork'], nodes: 1 }] }),
      'quotas[0].clusters[1]: names no cluster: "cork" (known: dublin)',
    ],
    [
      'a rate to nowhere',
      (d) => Object.assign(d, { egress: [{ from: 'dublin', to: 'intranet', usdPerGiB: 1 }] }),
      'egress[0].to: names no cluster: "intranet" (did you mean "internet"?)',
    ],
    [
      'more reserved nodes than are paid for',
      firstCluster((c) => {
        c.reserved = [{ instanceType: 'm.xlarge', count: 1, usdPerHour: 0 }]
        c.nodes.push({ instanceType: 'm.xlarge', capacityType: 'reserved', count: 2 })
      }),
      'clusters[0].nodes: 2 reserved nodes of m.xlarge run, but 1 are reserved',
    ],
    [
      'a reserved node without a reservation',
      firstCluster((c) => c.nodes.push({ instanceType: 'm.xlarge', capacityType: 'reserved', count: 1 })),
      'clusters[0].nodes[1]: no m.xlarge is reserved (state it under `reserved`)',
    ],
    [
      'an infinite price',
      (d) => Object.assign(d, { limits: { usdPerHour: Number.POSITIVE_INFINITY } }),
      'limits.usdPerHour: is not a finite number',
    ],
    [
      'a cluster called internet',
      firstCluster((c) => Object.assign(c, { id: 'internet' })),
      'clusters[0].id: is "internet", which is not allowed here: use small letters, digits, dots and dashes, and not "internet"',
    ],
  ])('such as %s is told with its remedy', (_, change, mistake) => {
    expect(mistakesIn(change)).toContain(mistake)
  })

  it('of YAML is told with line and column', () => {
    expect(issuesOf(() => readText('name: tiny\nagents: [\n'))[0]?.path).toMatch(/^line \d+, column \d+$/)
    expect(issuesOf(() => readText('name: a\nname: b\n'))[0]?.message).toMatch(/unique/)
  })

  it('is a list that holds itself: YAML can say that, a fleet cannot', () => {
    expect(issuesOf(() => readText('name: tiny\nclusters: &all [*all]\nagents: []\n'))).toMatchObject([{ path: 'clusters[0] (line 2)' }])
  })

  it('is a file that is not there', () => {
    expect(issuesOf(() => openFleetFile('/nowhere/fleet.yaml'))).toMatchObject([{ message: 'the file cannot be read' }])
  })

  it('is a file of another kind', () => {
    expect(issuesOf(() => readText('just a sentence'))).toEqual([
      { path: '', message: 'is "just a sentence", not a block of keys and values' },
    ])
    expect(issuesOf(() => readText(''))).toEqual([{ path: '', message: 'is null, not a block of keys and values' }])
  })
})

describe("today's pods", () => {
  it("that cannot stand on today's nodes are a mistake: such a day cannot have been", () => {
    expect(mistakesIn(firstAgent((a) => Object.assign(a.today[0], { replicas: 5 })))).toEqual([
      "clusters[0].nodes: today's on-demand replicas do not all fit onto today's on-demand nodes: no room for 1 of support (state more or larger nodes, fewer replicas under the agents' `today`, or smaller requests)",
    ])
  })

  it('on spot do not stand on nodes that are on demand', () => {
    expect(mistakesIn(firstAgent((a) => Object.assign(a.today[0], { capacityType: 'spot' })))[0]).toContain('no room for 2 of support')
  })

  it('that need no GPU do not stand on GPU nodes', () => {
    const gpuNode = { instanceType: 'g.xlarge', capacityType: 'on-demand', count: 1 }
    expect(mistakesIn(firstCluster((c) => Object.assign(c, { nodes: [gpuNode] })))[0]).toContain('no room for 2 of support')
  })

  it('that need a GPU stand on GPU nodes', () => {
    const fleet = read((d) => {
      d.clusters[0].nodes[0].instanceType = 'g.xlarge'
      d.agents[0].requests.gpu = 1
      d.agents[0].today[0].replicas = 1
    })
    expect(fleet.clusters[0]?.nodes[0]?.pods).toEqual([{ agent: 'support', replicas: 1 }])
  })
})
