import { describe, expect, it } from 'vitest'
import { aClusterWith, aDeployment, errors, named, only, podsOf, read, told, warnings } from './fleet-of-agents.ts'

const agent = (name: string) => ({ 'ballast.dev/agent': name })

describe('a Deployment', () => {
  it('is an agent by its label, and otherwise none', () => {
    const chat = aDeployment({ name: 'chat', labels: {} })
    expect(read([aClusterWith([aDeployment(), chat])]).agents.map(({ id }) => id)).toEqual(['support'])
  })

  it('of one name in several clusters is one agent, with what can be scaled in each', () => {
    const clusters = [aClusterWith([aDeployment({ replicas: 3 })]), aClusterWith([aDeployment({ replicas: 0 })], { cluster: 'amsterdam' })]
    const support = only(read(clusters))
    expect(support.demand).toEqual({ replicas: 3 })
    expect(support.deployments).toMatchObject([
      { cluster: 'amsterdam', namespace: 'desk', name: 'support', replicas: 0 },
      { cluster: 'dublin', namespace: 'desk', name: 'support', replicas: 3 },
    ])
  })

  it('of one name in several namespaces is one agent, and that is told', () => {
    const clusters = [aClusterWith([aDeployment()]), aClusterWith([aDeployment({ namespace: 'bureau' })], { cluster: 'amsterdam' })]
    const result = read(clusters)
    expect(only(result).deployments).toHaveLength(2)
    expect(told(result)).toContain('note agent support: its Deployments stand in different namespaces (bureau, desk), and are one agent')
  })

  it.each(['true', 'yes', '', 'internet'])('does not opt in with the name "%s"', (name) => {
    const result = read([aClusterWith([{ deployment: aDeployment({ labels: agent(name) }), on: ['one'] }])])
    expect(result.agents).toEqual([])
    expect(result.agentOfPod.get('dublin')).toEqual(new Map())
    expect(errors(result)).toEqual([
      `error dublin Deployment desk/support: its label ballast.dev/agent is "${name}", which names no agent, so that it has not opted in (write the agent's name: ballast.dev/agent: support)`,
    ])
  })

  it('twice in one place is no agent that can be scaled', () => {
    const result = read([aClusterWith([aDeployment(), aDeployment({ name: 'support-old' })])])
    expect(only(result).policy.pin).toBe('today')
    expect(errors(result)).toMatchObject([
      expect.stringMatching(/2 Deployments in dublin are this agent \(desk\/support, desk\/support-old\)/),
    ])
  })
})

describe('what was meant for Ballast and is not read is told:', () => {
  const keys = (labels: Record<string, string>, annotations: Record<string, string> = {}) =>
    warnings(read([aClusterWith([aDeployment({ labels, annotations })])]))

  it('a mistyped key', () => {
    expect(keys({ 'ballast.dev/agnet': 'support' })).toEqual([
      'warning dublin Deployment desk/support: the label ballast.dev/agnet is not known, and not read (did you mean "ballast.dev/agent"?)',
    ])
    expect(keys({ 'balast.dev/agent': 'support' })).toMatchObject([expect.stringMatching(/did you mean "ballast.dev\/agent"/)])
    expect(keys({ 'ballast.io/agent': 'support' })).toMatchObject([expect.stringMatching(/did you mean "ballast.dev\/agent"/)])
  })

  it('a label where an annotation is read, and the other way round', () => {
    expect(keys({}, { 'ballast.dev/agent': 'support' })).toMatchObject([
      expect.stringMatching(/ballast.dev\/agent is not read as an annotation \(set it as a label\)/),
    ])
    expect(keys({ 'ballast.dev/replicas': '3' })).toMatchObject([expect.stringMatching(/not read as a label \(set it as an annotation\)/)])
  })

  it('the label on the pods only', () => {
    const result = read([aClusterWith([aDeployment({ labels: {}, template: { labels: agent('support') } })])])
    expect(warnings(result)).toMatchObject([expect.stringMatching(/stands on its pods only, so that it has not opted in/)])
  })

  it('what is read of Deployments, on a Namespace', () => {
    const namespaces = [named('desk', { annotations: { 'ballast.dev/paused': 'true' } })]
    expect(warnings(read([aClusterWith([], { namespaces })]))).toEqual([
      'warning dublin Namespace desk: the annotation ballast.dev/paused is not read on a Namespace (set it on the Deployment)',
    ])
  })

  it('but not what is meant for others', () => {
    expect(keys({ 'app.kubernetes.io/name': 'support', 'balance.example/agent': 'x' })).toEqual([])
  })
})

describe('replicas', () => {
  it('are told by who made them, not by labels that siblings share', () => {
    const [blue, green] = ['blue', 'green'].map((name) => aDeployment({ name, labels: agent(name), replicas: 1 }))
    const result = read([
      aClusterWith([
        { deployment: blue!, on: ['one'] },
        { deployment: green!, on: ['two'] },
      ]),
    ])
    expect(result.agentOfPod.get('dublin')).toEqual(
      new Map([
        ['desk/blue-1-0', 'blue'],
        ['desk/green-1-0', 'green'],
      ]),
    )
  })

  it('that end, failed or are done do not count; those that wait for a node are wanted, and told', () => {
    const deployment = aDeployment({ replicas: 3 })
    const pods = [
      ...podsOf(deployment, ['one', '']),
      ...podsOf(deployment, ['one'], { uid: 'ends', isDeleted: true }),
      ...podsOf(deployment, ['one'], { uid: 'failed', phase: 'Failed' }),
      ...podsOf(deployment, ['one'], { uid: 'done', phase: 'Succeeded' }),
    ]
    const result = read([aClusterWith([deployment], { pods })])
    expect([...result.agentOfPod.get('dublin')!.keys()]).toEqual(['desk/support-1-0', 'desk/support-1-1'])
    expect(only(result).demand).toEqual({ replicas: 3 })
    expect(warnings(result)).toMatchObject([expect.stringMatching(/1 of its 3 replicas wait for a node/)])
  })

  it('may be declared over all clusters', () => {
    const declared = aDeployment({ annotations: { 'ballast.dev/replicas': '5' } })
    expect(only(read([aClusterWith([declared])])).demand).toEqual({ replicas: 5 })
    const wrong = read([aClusterWith([aDeployment({ annotations: { 'ballast.dev/replicas': 'many' } })])])
    expect(errors(wrong)).toMatchObject([expect.stringMatching(/ballast.dev\/replicas is not used: is "many", not a whole number/)])
  })

  it('of a rollout in progress are told', () => {
    const deployment = aDeployment()
    const pods = [...podsOf(deployment, ['one']), ...podsOf(deployment, ['two'], {}, 2)]
    const second = {
      ...named('support-2', { uid: 'desk/support-2' }),
      owners: [{ kind: 'Deployment', name: 'support', uid: 'desk/support', isController: true }],
    }
    const first = { ...second, ...named('support-1', { uid: 'desk/support-1' }) }
    const rolling = read([aClusterWith([deployment], { pods, replicaSets: [first, second] })])
    expect(warnings(rolling)).toMatchObject([expect.stringMatching(/a rollout is in progress: pods of 2 ReplicaSets stand/)])
    const unseen = read([aClusterWith([aDeployment({ generation: 4, observedGeneration: 3 })])])
    expect(warnings(unseen)).toMatchObject([expect.stringMatching(/its controller has not seen its latest change yet/)])
  })
})
