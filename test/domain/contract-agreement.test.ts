import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import { parsePlan } from '../../src/domain/parse-plan.ts'
import { parseProblem } from '../../src/domain/parse-problem.ts'
import { type Document, soundPlan, soundProblem } from './problem-documents.ts'

const verifier = resolve('../shared/contract/verify-plan.mjs')
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'ballast-contract-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

const mutations: Record<string, (problem: Document, plan: Document) => void> = {
  'nothing is wrong': () => {},
  'no agents': (p) => {
    p.agents = []
  },
  'a schema of another version': (p) => {
    p.schema = 'placement-problem/v2'
  },
  'an unknown key at the top': (p) => {
    p.extra = 1
  },
  'an unknown key in an offer': (p) => {
    p.clusters[0].offers[0].price = 1
  },
  'an unknown key in a quota': (p) => {
    p.quotas[0].pods = 1
  },
  'an unknown key in requests': (p) => {
    p.agents[0].requests.disk = 1
  },
  'no horizon': (p) => {
    p.horizonHours = 0
  },
  'no clusters at all': (p) => {
    delete p.clusters
  },
  'a cluster called internet': (p) => {
    p.clusters[0].id = 'internet'
  },
  'no zones': (p) => {
    p.clusters[0].zones = []
  },
  'a zone twice': (p) => {
    p.clusters[0].zones = ['a', 'a']
  },
  'an offer twice': (p) => {
    p.clusters[0].offers.push(p.clusters[0].offers[0])
  },
  'a reserved offer without maxNodes': (p) => {
    delete p.clusters[0].offers[1].maxNodes
  },
  'no offers': (p) => {
    p.clusters[0].offers = []
  },
  'a machine without vCPUs': (p) => {
    p.clusters[0].offers[0].vcpu = 0
  },
  'half a GPU': (p) => {
    p.clusters[0].offers[0].allocatable.gpu = 0.5
  },
  'an unknown capacity type': (p) => {
    p.clusters[0].offers[0].capacityType = 'preemptible'
  },
  'an unknown architecture of a machine': (p) => {
    p.clusters[0].offers[0].arch = 'riscv'
  },
  'a negative price': (p) => {
    p.clusters[0].offers[0].usdPerHour = -1
  },
  'a text for a number': (p) => {
    p.clusters[0].nodeStartUsd = '0.1'
  },
  'a cluster twice': (p) => {
    p.clusters.push(p.clusters[0])
  },
  'an agent twice': (p) => {
    p.agents.push(p.agents[1])
  },
  'half a replica': (p) => {
    p.agents[0].replicas = 1.5
  },
  'fewer replicas at most than wanted': (p) => {
    p.agents[0].maxReplicas = 1
  },
  'no pod may share a node, not even one': (p) => {
    p.agents[0].maxPerNode = 0
  },
  'a placement in an unknown cluster': (p) => {
    p.agents[0].placement.clusters = ['cork']
  },
  'a latency to an unknown cluster': (p) => {
    p.agents[0].latency.msByCluster.cork = 1
  },
  'an unknown loss': (p) => {
    p.agents[0].survive[0].loss = 'planet'
  },
  'more than all kept': (p) => {
    p.agents[0].survive[0].keep = 1.5
  },
  'spot without a share': (p) => {
    p.agents[0].spot = {}
  },
  'traffic to itself': (p) => {
    p.agents[0].traffic[0].to = 'support'
  },
  'traffic to nobody': (p) => {
    p.agents[0].traffic[0].to = 'nobody'
  },
  'traffic to one target twice': (p) => {
    p.agents[0].traffic[1].to = 'retriever'
  },
  'today in an unknown cluster': (p) => {
    p.agents[0].current[0].cluster = 'cork'
  },
  'today on reserved': (p) => {
    p.agents[0].current[0].capacityType = 'reserved'
  },
  'a quota over an unknown cluster': (p) => {
    p.quotas[0].clusters = ['cork']
  },
  'a rate from an unknown cluster': (p) => {
    p.egress.pairs[0].from = 'cork'
  },
  'a rate from the internet': (p) => {
    p.egress.pairs[0].from = 'internet'
  },
  'egress without a default': (p) => {
    delete p.egress.defaultUsdPerGiB
  },
  'a plan of another kind': (_, plan) => {
    plan.schema = 'plan'
  },
  'a plan in an unknown state': (_, plan) => {
    plan.status = 'perhaps'
  },
  'infeasible without a conflict': (_, plan) => {
    plan.status = 'infeasible'
  },
  'infeasible with a conflict': (_, plan) => {
    plan.status = 'infeasible'
    plan.conflict = [{ constraint: 'demand', detail: 'too much' }]
  },
}

it.skipIf(!existsSync(verifier)).each(Object.entries(mutations))("we and the contract's own verifier agree where %s", (_, mutate) => {
  const [problem, plan] = [soundProblem(), soundPlan()]
  mutate(problem, plan)
  expect(isRefused(problem, plan)).toBe(isRefusedByContract(problem, plan))
})

function isRefused(problem: Document, plan: Document): boolean {
  try {
    parseProblem(problem, 'problem')
    parsePlan(plan, 'plan')
    return false
  } catch (error) {
    if (error instanceof InputError) return true
    throw error
  }
}

function isRefusedByContract(problem: Document, plan: Document): boolean {
  const files = Object.entries({ problem, plan }).map(([name, document]) => {
    const file = join(folder, `${name}.json`)
    writeFileSync(file, JSON.stringify(document))
    return file
  })
  return spawnSync(process.execPath, [verifier, ...files]).status === 2
}
