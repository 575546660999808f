import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { CoreV1Api } from '@kubernetes/client-node'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { Finding } from '../../src/domain/finding.ts'
import type { Plan } from '../../src/domain/plan.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { apply, configFor, describeOnControlPlanes, namespace, remove } from '../clusters/kubernetes/control-planes.ts'
import { whileHanging } from '../clusters/kubernetes/read/real-faults.ts'
import { contractVerifierIsAbsent, exitCodesByContract } from '../verify/contract-verifier.ts'
import { ballast, type Ended, keptFolder } from './command.ts'
import { autoscaler, deployment, disruptionBudget, SPACE } from './fleet/objects.ts'

const CLUSTERS = ['aws-eu', 'azure-eu']

interface Shown {
  readonly clusters: { cluster: string; state: string; nodes: number; readyNodes: number; usdPerHour: number; staleBecause?: string }[]
  readonly agents: {
    agent: string
    wanted: number
    standing: number
    ready: number
    state: string
    places: { cluster: string; replicas: number }[]
    deployments: { cluster: string; name: string; control: string; owner: { kind: string } }[]
    policies: string[]
    findings: Finding[]
  }[]
  readonly bystanders: { cluster: string; namespace: string; pods: number }[]
}

describeOnControlPlanes('a fleet on two real API servers', ({ kubeconfig, apiServerProcess }) => {
  const folder = keptFolder()
  const run = (args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> =>
    ballast(folder, args, { KUBECONFIG: kubeconfig, BALLAST_TIME_LIMIT_SECONDS: '5', ...environment })
  const shown = async (environment: Record<string, string> = {}): Promise<Shown> =>
    JSON.parse((await run(['fleet', 'show', '--config', 'ballast.yaml', '--format', 'json'], environment)).stdout)
  const agent = ({ agents }: Shown, name: string) => agents.find((one) => one.agent === name)!
  const json = <Value>(name: string): Value => JSON.parse(readFileSync(join(folder, 'out', name), 'utf8'))
  const placesOf = (name: string) =>
    json<Plan>('plan.json').placements.flatMap((place) => (place.agent === name ? [[place.cluster, place.replicas]] : []))
  const contractHolds = () => {
    const files = [join(folder, 'out', 'problem.json'), join(folder, 'out', 'plan.json')] as const
    expect(verifyPlan(json<Problem>('problem.json'), json<Plan>('plan.json')).violations).toEqual([])
    if (!contractVerifierIsAbsent) expect(exitCodesByContract(folder, [files])).toEqual([0])
  }

  beforeAll(async () => {
    writeFileSync(join(folder, 'ballast.yaml'), CONFIGURATION)
    writeFileSync(join(folder, 'viewer.yaml'), 'fleet: { clusters: [{ id: aws-eu, context: aws-eu-viewer }] }')
    for (const context of CLUSTERS) await anew(context)
    await apply('aws-eu', ...ON_AWS)
    await apply('azure-eu', ...ON_AZURE)
    await vi.waitFor(async () => expect((await shown()).agents.map(({ ready }) => ready)).toEqual([2, 1, 6, 2]), {
      timeout: 60_000,
      interval: 500,
    })
  }, 240_000)
  afterAll(async () => {
    for (const context of CLUSTERS) await remove(context, namespace(SPACE))
  }, 60_000)

  it('is shown with what stands where, who owns it and what it costs', async () => {
    const fleet = await shown()
    expect(fleet.clusters).toMatchObject([
      { cluster: 'aws-eu', version: 'v1.20.2', provider: 'aws', region: 'eu-west-1', state: 'read' },
      { cluster: 'azure-eu', provider: 'azure', region: 'westeurope', state: 'read' },
    ])
    for (const { nodes, readyNodes, usdPerHour } of fleet.clusters) expect([nodes === readyNodes, usdPerHour > 0]).toEqual([true, true])
    expect(agent(fleet, 'support')).toMatchObject({ wanted: 6, standing: 6, ready: 6, state: 'planned', policies: ['two-clouds'] })
    expect(agent(fleet, 'support').places.map(({ cluster, replicas }) => [cluster, replicas])).toEqual([
      ['aws-eu', 4],
      ['azure-eu', 2],
    ])
    expect(agent(fleet, 'web').deployments).toMatchObject([{ owner: { kind: 'autoscaler', name: 'web' }, control: 'bounds' }])
    expect(agent(fleet, 'night-shift').state).toBe('paused')
    expect(fleet.bystanders.find((one) => one.namespace === SPACE)).toMatchObject({ cluster: 'aws-eu', workloads: 1, pods: 2, cpu: 0.2 })
  })

  it('is checked: a policy that nobody knows is an error, with the name that was meant', async () => {
    const { code, stdout } = await run(['fleet', 'check', '--config', 'ballast.yaml', '--format', 'json'])
    expect(code).toBe(1)
    const { findings } = JSON.parse(stdout) as { findings: Finding[] }
    expect(findings[0]).toMatchObject({ severity: 'error', subject: 'agent strange', remedy: expect.stringContaining('eu-only') })
  })

  it('names each right that is missing, with the rule that grants it', async () => {
    const { code, stdout } = await run(['fleet', 'check', '--config', 'viewer.yaml'])
    expect(code).toBe(1)
    expect(stdout).toMatch(/right list nodes: it may not list nodes/)
    expect(stdout).toContain('resources: [nodes], verbs: [list]')
  })

  it('is planned as its rules demand, and the plan holds by the contract', async () => {
    const { code, stdout } = await run(['nightly', '--config', 'ballast.yaml'])
    expect(code).toBe(0)
    contractHolds()
    expect(placesOf('support')).toEqual([
      ['aws-eu', 3],
      ['azure-eu', 3],
    ])
    expect(placesOf('night-shift')).toEqual([['aws-eu', 2]])
    expect(stdout).toMatch(/two-clouds, a real fleet/)
    expect(stdout).toMatch(/Paused by their owners, and planned as they stand: night-shift\./)
    expect(stdout).toMatch(/Ballast changes nothing in a real fleet/)
  })

  it('is not acted on', async () => {
    const { code, stderr } = await run(['nightly', '--config', 'ballast.yaml', '--apply'])
    expect([code, /two-clouds is a real fleet/.test(stderr)]).toEqual([2, true])
  })

  it('a cluster whose API server hangs stays as it last stood, and the night goes on without moving anything there', async () => {
    const environment = { BALLAST_CLUSTER_DEADLINE_SECONDS: '2' }
    await whileHanging(
      apiServerProcess('azure-eu'),
      async () => {
        const { clusters, agents } = await shown(environment)
        expect(clusters.map(({ cluster, state }) => [cluster, state])).toEqual([
          ['aws-eu', 'read'],
          ['azure-eu', 'stale'],
        ])
        expect(agents.find(({ agent: name }) => name === 'support')).toMatchObject({ standing: 6, state: 'stays as it stands' })
        const { code, stdout } = await run(['nightly', '--config', 'ballast.yaml'], environment)
        expect(code).toBe(0)
        expect(stdout).toMatch(/azure-eu does not answer/)
      },
      100,
    )
    contractHolds()
    expect(placesOf('support')).toEqual([
      ['aws-eu', 4],
      ['azure-eu', 2],
    ])
    expect(readFileSync(join(folder, 'out', 'steps.csv'), 'utf8')).not.toContain('azure-eu')
  }, 120_000)
})

/** An empty namespace, also where an earlier run's is still on its way out. */
async function anew(context: string): Promise<void> {
  await remove(context, namespace(SPACE))
  const api = configFor(context).makeApiClient(CoreV1Api)
  await vi.waitFor(() => expect(api.readNamespace({ name: SPACE })).rejects.toMatchObject({ code: 404 }), {
    timeout: 60_000,
    interval: 250,
  })
  await apply(context, namespace(SPACE))
}

const ON_AWS = [
  deployment({ name: 'support', replicas: 4, agent: 'support', labels: { 'ballast.dev/policy': 'two-clouds' } }),
  deployment({ name: 'web', replicas: 2, agent: 'web', cpu: '100m' }),
  autoscaler('web'),
  disruptionBudget('web'),
  deployment({ name: 'night-shift', replicas: 2, agent: 'night-shift', annotations: { 'ballast.dev/paused': 'true' } }),
  deployment({ name: 'strange', replicas: 1, agent: 'strange', labels: { 'ballast.dev/policy': 'eu-onyl' } }),
  deployment({ name: 'tool', replicas: 2, cpu: '100m' }),
]
const ON_AZURE = [deployment({ name: 'support', replicas: 2, agent: 'support', labels: { 'ballast.dev/policy': 'two-clouds' } })]

const CONFIGURATION = `
fleet:
  name: two-clouds
  clusters:
    - { id: aws-eu, nodeStartUsd: 0.02 }
    - { id: azure-eu, nodeStartUsd: 0.02 }
  policies:
    eu-only: { placement: { anyTag: [EU] } }
    two-clouds: { survive: [{ loss: cloud, keep: 0.5 }] }
`
