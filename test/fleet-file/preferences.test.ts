import { describe, expect, it } from 'vitest'
import { type Description, mistakesIn, read } from './fleet-texts.ts'

const pin = (value: unknown) => (d: Description) => {
  d.agents[0].policy = { pin: value }
}
const inDublin = (replicas: number) => ({ cluster: 'dublin', capacityType: 'on-demand', replicas })

describe('what a fleet file prefers', () => {
  it('are a pin, a dwell time and a balance, of an agent or of a policy that many share', () => {
    const { agents } = read((d) => {
      d.policies.steady = { minimumDwellHours: 72, minimumSavingPerDisruption: 1 }
      d.agents[0].policies = ['eu-only', 'steady']
      d.agents[0].policy = { pin: 'today', minimumDwellHours: 0 }
    })
    expect(agents[0]?.policy).toMatchObject({ pin: 'today', minimumDwellHours: 0, minimumSavingPerDisruption: 1 })
  })

  it('a pin may count replicas by place', () => {
    expect(read(pin([inDublin(2)])).agents[0]?.policy.pin).toEqual([inDublin(2)])
  })

  it('a pin that is none is told', () => {
    expect(mistakesIn(pin('tody'))).toEqual(['agents[0].policy.pin: is "tody", not "today"'])
    expect(mistakesIn(pin([{ ...inDublin(2), replicas: -1 }]))).toEqual([
      'agents[0].policy.pin[0].replicas: is -1: it must not be negative',
    ])
  })

  it('a pin to a cluster that is none is told, and one that stands twice', () => {
    expect(mistakesIn(pin([{ ...inDublin(2), cluster: 'dubli' }]))).toEqual([
      'agents[0].policy.pin[0].cluster: names no cluster: "dubli" (did you mean "dublin"?)',
    ])
    expect(mistakesIn(pin([inDublin(1), inDublin(1)]))).toEqual([
      'agents[0].policy.pin: "dublin on on-demand" stands twice (give each its own name, or drop one)',
    ])
  })

  it('a pin that counts more or fewer replicas than are wanted is told with both numbers', () => {
    expect(mistakesIn(pin([inDublin(3)]))).toEqual(['agents[0]: its pin places 3 replicas, and 2 are wanted (make both the same number)'])
  })

  it('a pin cannot count where the load decides', () => {
    const mistakes = mistakesIn((d) => {
      pin([inDublin(2)])(d)
      delete d.agents[0].replicas
      d.agents[0].load = { amount: 20, perReplica: 10, unit: 'calls' }
    })
    expect(mistakes).toEqual([
      'agents[0]: pins support to places by number, but its load decides how many of it run (say `pin: today`, or name the clusters under `placement.clusters`)',
    ])
  })

  it('two policies that pin differently disagree, unless the agent’s own decides', () => {
    const two = (d: Description) => {
      Object.assign(d.policies, { here: { pin: 'today' }, there: { pin: [inDublin(2)] } })
      d.agents[0].policies = ['here', 'there']
    }
    expect(mistakesIn(two)).toEqual([expect.stringMatching(/policies here and there disagree on pin: "today" and \[/)])
    const decided = read((d) => {
      two(d)
      pin('today')(d)
    })
    expect(decided.agents[0]?.policy.pin).toBe('today')
  })

  it('a dwell time below zero is no time', () => {
    expect(mistakesIn((d) => Object.assign(d.agents[0], { policy: { minimumDwellHours: -1 } }))).toEqual([
      'agents[0].policy.minimumDwellHours: is -1: it must not be negative',
    ])
  })
})
