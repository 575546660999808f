import { describe, expect, it } from 'vitest'
import type { InputIssue } from '../../src/domain/input-error.ts'
import { parseJson } from '../../src/domain/parse-json.ts'
import { parseProblem } from '../../src/domain/parse-problem.ts'
import { issuesOf } from '../issues-of.ts'
import { type Document, soundProblem } from './problem-documents.ts'

const broken = (breakIt: (document: Document) => void): readonly InputIssue[] => {
  const document = soundProblem()
  breakIt(document)
  return issuesOf(() => parseProblem(document, 'problem.json'))
}

describe('a problem from outside', () => {
  it('that is sound is taken as it is', () => {
    expect(parseProblem(soundProblem(), 'problem.json')).toEqual(soundProblem())
  })

  it('tells a mistyped key with the one that was meant', () => {
    const issues = broken((p) => {
      p.agents[0].requests.memoryGib = 1
    })
    expect(issues).toEqual([{ path: 'agents[0].requests.memoryGib', message: 'is no known key', remedy: 'did you mean "memoryGiB"?' }])
  })

  it('refuses more replicas than any fleet has, where a number slipped', () => {
    const issues = broken((p) => {
      p.agents[0].replicas = 1e15
      p.agents[0].maxReplicas = 1e15
    })
    expect(issues.map(({ path }) => path)).toEqual(['agents[0].replicas', 'agents[0].maxReplicas'])
  })

  it('tells every mistake of form at once, each by its path', () => {
    const issues = broken((p) => {
      delete p.asOf
      p.agents[1].requests.cpu = -1
      p.clusters[0].offers[0].usdPerHour = '1'
      p.agents[0].survive[0].loss = 'clodu'
      p.clusters[0].zones = []
    })
    expect(issues.map(({ path }) => path).toSorted()).toEqual([
      'agents[0].survive[0].loss',
      'agents[1].requests.cpu',
      'asOf',
      'clusters[0].offers[0].usdPerHour',
      'clusters[0].zones',
    ])
    expect(issues.find(({ path }) => path.endsWith('loss'))?.remedy).toBe('did you mean "cloud"?')
  })

  it('tells more than eight mistakes, not only the first eight', () => {
    const issues = broken((p) => {
      p.agents = Array.from({ length: 12 }, (_, n) => ({ id: `a${n}`, replicas: -1, requests: { cpu: 1, memoryGiB: 1 } }))
    })
    expect(issues).toHaveLength(12)
  })

  it('tells every contradiction at once', () => {
    const issues = broken((p) => {
      p.agents[0].maxReplicas = 1
      p.agents[0].traffic[0].to = 'support'
      p.agents[0].placement.clusters = ['dubln']
      p.agents[1].id = 'support'
      delete p.clusters[0].offers[1].maxNodes
      p.quotas.push({ ...p.quotas[0], nodes: 9 })
    })
    expect(issues.map(({ path, message }) => `${path} ${message}`)).toEqual([
      'clusters[0].offers[1].maxNodes is missing: a reserved offer says how many nodes are paid for',
      'quotas "shared" stands twice',
      'agents "support" stands twice',
      'agents[0].placement.clusters[0] names no cluster: "dubln"',
      'agents[0].traffic[0].to names support itself',
      'agents[0].maxReplicas is 1, below replicas, which is 2',
    ])
  })

  it('refuses a number too great to be one', () => {
    const text = JSON.stringify(soundProblem()).replace('"usdPerHour":1,', '"usdPerHour":1e999,')
    expect(issuesOf(() => parseProblem(parseJson(text, 'p'), 'p'))).toEqual([
      { path: 'clusters[0].offers[0].usdPerHour', message: 'is not a finite number' },
    ])
  })

  it('may hold no agents and no clusters', () => {
    const nothing = { schema: 'placement-problem/v1', asOf: '2026-07-20', horizonHours: 1, clusters: [], agents: [] }
    expect(parseProblem(nothing, 'p').agents).toEqual([])
  })
})

describe('a file that is no JSON', () => {
  const remedyOf = (text: string) => issuesOf(() => parseJson(text, 'f')).map(({ message }) => message)

  it('is told to be empty, cut off or of another kind', () => {
    const whole = JSON.stringify(soundProblem(), null, 1)
    for (const length of [whole.length - 2, 400, 33, 1])
      expect(remedyOf(whole.slice(0, length))).toEqual(['is cut off: the JSON ends in the middle'])
    expect(remedyOf('  \n')).toEqual(['is empty'])
    expect(remedyOf('PK\u0003\u0004')).toEqual(['is no JSON document'])
    expect(remedyOf('{"a": 1,, "b": 2}')[0]).toMatch(/^is no valid JSON/)
  })

  it('is told to be no problem when it is JSON of another kind', () => {
    expect(issuesOf(() => parseProblem([1, 2], 'f'))).toEqual([{ path: '', message: 'is a list, not a block of keys and values' }])
    expect(issuesOf(() => parseProblem({ schema: 'placement-plan/v1' }, 'f'))[0]?.path).toBeDefined()
  })
})
