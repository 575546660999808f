import { describe, expect, it } from 'vitest'
import type { AgentsConfig } from '../../../../src/clusters/kubernetes/agents/agents-config.ts'
import { aClusterWith, aDeployment, type DeploymentPart, errors, named, only, read, told, warnings } from './fleet-of-agents.ts'

const policies: AgentsConfig['policies'] = {
  'eu-only': { placement: { anyTag: ['EU'] } },
  cheap: { spot: { maxShare: 0.5 } },
  dear: { spot: { maxShare: 0.1 } },
}

const labelled = (labels: Record<string, string>, annotations: Record<string, string> = {}): DeploymentPart => ({
  labels: { 'ballast.dev/agent': 'support', ...labels },
  annotations,
})
const readWith = (part: DeploymentPart, config: Partial<AgentsConfig> = {}, namespace: Parameters<typeof named>[1] = {}) =>
  read([aClusterWith([aDeployment(part)], { namespaces: [named('desk', namespace)] })], { policies, ...config })

describe('an agent has the policy', () => {
  it('that its label names', () => {
    const support = only(readWith(labelled({ 'ballast.dev/policy': 'eu-only' })))
    expect(support).toMatchObject({ policyNames: ['eu-only'], policy: { placement: { anyTag: ['EU'] } } })
  })

  it('of several names, joined by dots in the label and by commas in an annotation', () => {
    const both = { placement: { anyTag: ['EU'] }, spot: { maxShare: 0.5 } }
    expect(only(readWith(labelled({ 'ballast.dev/policy': 'eu-only.cheap' }))).policy).toEqual(both)
    expect(only(readWith(labelled({}, { 'ballast.dev/policies': 'eu-only, cheap' }))).policy).toEqual(both)
    expect(only(readWith(labelled({}, { 'ballast.dev/policy': 'eu-only,cheap' }))).policy).toEqual(both)
  })

  it('of a name with a dot, where there is one of that name', () => {
    const dotted = { 'eu.v2': { placement: { anyTag: ['EU'] } } }
    expect(only(readWith(labelled({ 'ballast.dev/policy': 'eu.v2' }), { policies: dotted })).policyNames).toEqual(['eu.v2'])
  })

  it('of its Namespace, else of the configuration for that namespace, where it names none', () => {
    const defaultPolicies = { desk: 'cheap' }
    expect(only(readWith({}, { defaultPolicies })).policyNames).toEqual(['cheap'])
    expect(only(readWith({}, { defaultPolicies }, { labels: { 'ballast.dev/policy': 'eu-only' } })).policyNames).toEqual(['eu-only'])
    expect(only(readWith({}, { defaultPolicies }, { annotations: { 'ballast.dev/policies': 'eu-only,cheap' } })).policyNames).toEqual([
      'eu-only',
      'cheap',
    ])
    const own = only(readWith(labelled({ 'ballast.dev/policy': 'dear' }), { defaultPolicies }))
    expect(own.policyNames).toEqual(['dear'])
  })

  it('with what its annotation overrides, in YAML or JSON', () => {
    const override = (text: string) => only(readWith(labelled({ 'ballast.dev/policy': 'cheap' }, { 'ballast.dev/policy-override': text })))
    expect(override('spot: { maxShare: 0.25 }').policy).toEqual({ spot: { maxShare: 0.25 } })
    expect(override('{"maxPerNode": 2}').policy).toEqual({ spot: { maxShare: 0.5 }, maxPerNode: 2 })
  })

  it('of none, which is told', () => {
    const result = readWith({})
    expect(only(result).policy).toEqual({})
    expect(told(result)[0]).toMatch(/^note agent support: no policy is named/)
  })

  it('of all of its Deployments, where they name different ones', () => {
    const clusters = [
      aClusterWith([aDeployment(labelled({ 'ballast.dev/policy': 'eu-only' }))]),
      aClusterWith([aDeployment(labelled({ 'ballast.dev/policy': 'cheap' }))], { cluster: 'amsterdam' }),
    ]
    const result = read(clusters, { policies })
    expect(only(result).policyNames).toEqual(['cheap', 'eu-only'])
    expect(warnings(result)).toMatchObject([
      expect.stringMatching(/name different policies \(amsterdam support: cheap; dublin support: eu-only\)/),
    ])
  })
})

describe('an agent stays as it stands where its policy', () => {
  const pinned = (part: DeploymentPart) => {
    const result = readWith(part)
    expect(only(result)).toMatchObject({ policy: { pin: 'today' } })
    return errors(result)
  }

  it('is not known', () => {
    expect(pinned(labelled({ 'ballast.dev/policy': 'eu-olny' }))).toEqual([
      'error agent support: names the policy "eu-olny", which is not known (did you mean "eu-only"?)',
    ])
  })

  it('contradicts another', () => {
    expect(pinned(labelled({ 'ballast.dev/policy': 'cheap.dear' }))).toMatchObject([
      expect.stringMatching(
        /policies cheap and dear disagree on spot.maxShare: 0.5 and 0.1 \(name only one of them, or decide it under ballast.dev\/policy-override\)/,
      ),
    ])
  })

  it.each([
    ['spot: { maxShar: 1 }', /spot.maxShare is missing; spot.maxShar is no known key \(did you mean "maxShare"\?\)/],
    ['spot: { maxShare: 2 }', /spot.maxShare is 2: at most 1/],
    ['spot: {', /it is no valid YAML/],
    ['eu-only', /is "eu-only", not a block of keys and values/],
    ['a: &a [1]\nb: *a', /it cannot be read/],
    ['placement: { clusters: [dublni] }', /names the cluster "dublni", which is not known \(did you mean "dublin"\?\)/],
  ])('is overridden by %s', (text, message) => {
    expect(pinned(labelled({}, { 'ballast.dev/policy-override': text }))).toMatchObject([expect.stringMatching(message)])
  })

  it('is overridden in two ways', () => {
    const part = (share: number) => aDeployment(labelled({}, { 'ballast.dev/policy-override': `spot: { maxShare: ${share} }` }))
    const result = read([aClusterWith([part(0.1)]), aClusterWith([part(0.2)], { cluster: 'amsterdam' })])
    expect(errors(result)).toMatchObject([expect.stringMatching(/override policies differently/)])
  })
})

describe('traffic', () => {
  const traffic = (text: string) => readWith(labelled({}, { 'ballast.dev/traffic': text }))

  it('is what the annotation says', () => {
    expect(only(traffic('[{to: internet, gibPerHour: 2}]')).traffic).toEqual([{ to: 'internet', gibPerHour: 2 }])
  })

  it('to nobody does not count, and is told', () => {
    const result = traffic('[{to: chat, gibPerHour: 2}]')
    expect(only(result).traffic).toEqual([])
    expect(warnings(result)).toMatchObject([expect.stringMatching(/names "chat", which is no other agent/)])
  })
})
