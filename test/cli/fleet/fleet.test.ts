import { describe, expect, it } from 'vitest'
import { endingOf } from '../../../src/cli/exit-codes.ts'
import { fleetCommand } from '../../../src/cli/fleet/fleet.ts'
import type { FleetShown } from '../../../src/cli/fleet/fleet-shown.ts'
import { program } from '../../../src/cli/program.ts'
import type { Finding } from '../../../src/domain/finding.ts'
import { aCatalogue, aFleet, aFleetAgent, aFleetCluster } from '../../builders.ts'
import { aNode, aSnapshot } from '../../clusters/kubernetes/capacity/snapshots.ts'

const dublin = aFleetCluster({
  nodes: [
    { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'on-demand', count: 2, pods: [{ agent: 'support', replicas: 1 }] },
    { cluster: 'dublin', instanceType: 'm.xlarge', capacityType: 'spot', count: 1, pods: [] },
  ],
})
const support = aFleetAgent({
  demand: { replicas: 3 },
  policyNames: ['eu'],
  utilisation: { windowHours: 48, source: 'history', cpu: { p95: 0.25 }, memoryMaxGiB: 1.5 },
  deployments: [
    {
      ...{
        cluster: 'dublin',
        namespace: 'desk',
        name: 'support',
        capacityType: 'on-demand',
        isBound: false,
        replicas: 3,
        readyReplicas: 2,
      },
      ...{ owner: { kind: 'autoscaler', name: 'hpa', minReplicas: 2, maxReplicas: 5 }, control: 'bounds' },
    },
  ],
})
const FOUND: Finding[] = [
  { severity: 'note', subject: 'policy us', message: 'no agent has it' },
  { severity: 'warning', cluster: 'dublin', subject: 'right list namespaces', message: 'it may not', remedy: 'grant it' },
]
const workload = { namespace: 'kube-system', kind: 'Deployment', name: 'dns', pods: 2, requests: { cpu: 0.1, memoryGiB: 0.2, gpu: 0 } }

function shown(part: Partial<FleetShown> = {}, stale?: { since: string; because: string }): FleetShown {
  const snapshot = aSnapshot({ nodes: [aNode(), aNode({ isReady: false })], ...(stale && { stale }) })
  const capacity = { cluster: dublin, bystanders: [], quotas: [], findings: [], workloads: [workload], nodePools: [] }
  return {
    fleet: aFleet({ clusters: [dublin], agents: [support, aFleetAgent({ id: 'bystanders/1', isBystander: true })] }),
    findings: FOUND,
    clusters: [{ snapshot, capacity }],
    configured: ['dublin'],
    catalogue: aCatalogue(),
    ...part,
  }
}

async function fleet(args: readonly string[], read: FleetShown = shown()) {
  const said = { code: 0, out: '', err: '' }
  const terminal = {
    out: (text: string) => {
      said.out += text
    },
    err: (text: string) => {
      said.err += text
    },
    width: 100,
    isInteractive: false,
    bold: (text: string) => text,
  }
  const exit = (code: number) => {
    said.code = code
  }
  const readFleet = async (onStage: (stage: string) => void) => {
    onStage('reading one cluster')
    return read
  }
  try {
    await program([fleetCommand({ terminal, exit, readFleet })], terminal).parseAsync(['fleet', ...args], { from: 'user' })
  } catch (error) {
    const ending = endingOf(error)
    said.code = ending.code
    said.err += ending.message ?? ''
  }
  return said
}

describe('ballast fleet show', () => {
  it('tells clusters, agents and what else stands there, and on stderr what goes on and what was found', async () => {
    const { code, out, err } = await fleet(['show'])
    expect(code).toBe(0)
    expect(out).toMatch(/dublin +v1\.33\.1 +aws +eu-west-1 +2 +1 +2\.300 +read/)
    expect(out).toMatch(/support +planned +3 +2 +2 +dublin/)
    expect(out).toMatch(/autoscaler +/)
    expect(out).toMatch(/dublin +kube-system +1 +2 +0\.1 +0\.2/)
    expect(err).toBe('· reading one cluster\n1 warning: ballast fleet check tells what to do.\n')
  })

  it('as JSON holds all of it, figures and findings', async () => {
    const { clusters, agents, bystanders, findings } = JSON.parse((await fleet(['show', '--format', 'json'])).out)
    expect(clusters).toMatchObject([{ cluster: 'dublin', nodes: 2, readyNodes: 1, plannedNodes: 3, usdPerHour: 2.3, state: 'read' }])
    expect(agents).toMatchObject([
      { agent: 'support', wanted: 3, standing: 2, ready: 2, policies: ['eu'], utilisation: { windowHours: 48 } },
    ])
    expect(agents[0].places).toEqual([{ cluster: 'dublin', capacityType: 'on-demand', replicas: 2 }])
    expect(bystanders).toMatchObject([{ namespace: 'kube-system', workloads: 1, pods: 2, cpu: 0.1 }])
    expect(findings).toEqual(FOUND)
  })

  it('as CSV is the agents, or the part that is named', async () => {
    const agents = (await fleet(['show', '--format', 'csv'])).out.split('\n')
    expect(agents[0]).toMatch(/^agent,state,wanted,standing,ready,deployments,owner,control,policies,cpu,usedCpu/)
    expect(agents[1]).toMatch(/^support,planned,3,2,2,dublin desk\/support ×3,autoscaler hpa 2–5,bounds,eu,1,0\.25,4,1\.5,0,history,48,0$/)
    expect((await fleet(['show', 'clusters', '--format', 'csv'])).out).toMatch(/^cluster,version,/)
  })

  it('of a stale cluster tells since when and why', async () => {
    const stale = { since: '2026-07-19T00:00:00Z', because: 'no answer' }
    const { clusters } = JSON.parse((await fleet(['show', '--format', 'json'], shown({}, stale))).out)
    expect(clusters[0]).toMatchObject({ state: 'stale', staleSince: stale.since, staleBecause: stale.because })
  })

  it('names a cluster that could not be read', async () => {
    const { clusters } = JSON.parse((await fleet(['show', '--format', 'json'], shown({ configured: ['dublin', 'berlin'] }))).out)
    expect(clusters[1]).toEqual({ cluster: 'berlin', state: 'cannot be planned with' })
  })

  it('has no cost where a price is not known', async () => {
    const { clusters } = JSON.parse((await fleet(['show', '--format', 'json'], shown({ catalogue: aCatalogue({ machines: [] }) }))).out)
    expect(clusters[0].usdPerHour).toBeUndefined()
  })
})

describe('ballast fleet check', () => {
  const error: Finding = { severity: 'error', subject: 'agent support', message: 'names the policy "ue"', remedy: 'did you mean "eu"?' }

  it('tells all that was found, the worst first, each once, and ends with 1 where there is an error', async () => {
    const { code, out } = await fleet(['check'], shown({ findings: [...FOUND, error, error] }))
    expect(code).toBe(1)
    expect(out).toBe(
      [
        'error    agent support: names the policy "ue"\n         → did you mean "eu"?',
        'warning  dublin, right list namespaces: it may not\n         → grant it',
        'note     policy us: no agent has it\n',
        '1 error, 1 warning, 1 note\n',
      ].join('\n'),
    )
  })

  it('ends with 0 where there is none', async () => {
    expect((await fleet(['check'])).code).toBe(0)
    expect((await fleet(['check'], shown({ findings: [] }))).out).toBe('Nothing was found.\n')
  })

  it('as CSV and JSON has a row for each', async () => {
    expect((await fleet(['check', '--format', 'csv'])).out.split('\n')[0]).toBe('severity,cluster,subject,message,remedy')
    expect(JSON.parse((await fleet(['check', '--format', 'json'])).out).findings).toHaveLength(2)
  })
})

it.each([['show'], ['check']])('help of %s has examples and fits 100 columns', async (verb) => {
  const { code, out } = await fleet([verb, '--help'])
  expect(code).toBe(0)
  expect(out).toMatch(/Examples:\n {2}ballast fleet/)
  expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
})
