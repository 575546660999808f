import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allocatable } from '../../src/catalogue/allocatable.ts'
import { withPriceFiles } from '../../src/catalogue/price-files.ts'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import { accepts, mayStandIn } from '../../src/domain/problem.ts'
import { openFleetFile } from '../../src/fleet-file/open-fleet-file.ts'
import { fleetOf } from '../../src/fleet-file/read-fleet.ts'
import { planOfToday } from '../../src/plan/today.ts'
import { loadBundledCatalogue } from '../../src/prices/bundled/catalogue.ts'
import { readPriceFile } from '../../src/prices/file/price-file.ts'
import { buildProblem } from '../../src/problem/build-problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'

const PATH = 'examples/fleets/demo.yaml'

function demo(now: Date) {
  const file = openFleetFile(PATH)
  const own = file.prices.map((price) => readPriceFile(join(dirname(PATH), price.file), { now, ...price }))
  const catalogue = withPriceFiles(loadBundledCatalogue(), own)
  const fleet = fleetOf(file, { catalogue, allocatable, now })
  return buildProblem(fleet, catalogue, decideDemand(fleet), allocatable)
}

describe('the fleet to try', () => {
  const { fleet, problem } = demo(new Date('2026-08-01T00:00:00Z'))

  it('has sixteen agents on seven clusters: two of each cloud, and one that an EU operator runs', () => {
    expect(fleet.agents).toHaveLength(16)
    expect(problem.clusters.map(({ provider }) => provider).toSorted()).toEqual(['aws', 'aws', 'azure', 'azure', 'gcp', 'gcp', 'nordlys'])
    expect(problem.clusters.at(-1)?.tags).toContain('operator:EU')
  })

  it('keeps every rule today, with head-room and right-sized requests, so that staying is one of the answers', () => {
    expect(verifyPlan(problem, planOfToday(problem, fleet))).toMatchObject({ holds: true, violations: [] })
  })

  it('asks today for half as much CPU again as it will be given, GPU agents apart', () => {
    const withoutGpu = problem.agents.filter(({ requests }) => !requests.gpu)
    const cpu = (requested: (id: string) => number) => withoutGpu.reduce((sum, { id, replicas }) => sum + replicas * requested(id), 0)
    const deployed = cpu((id) => fleet.agents.find((agent) => agent.id === id)!.requests.cpu)
    const rightSized = cpu((id) => problem.agents.find((agent) => agent.id === id)!.requests.cpu)
    expect(deployed / rightSized).toBeGreaterThan(1.5)
  })

  it('has rules that bind: some clusters are closed to some agents', () => {
    const clustersFor = (id: string) => {
      const agent = problem.agents.find((one) => one.id === id)!
      return problem.clusters.filter((cluster) => mayStandIn(agent, cluster)).map((cluster) => cluster.id)
    }
    expect(clustersFor('patient-notes')).toEqual(['nordlys-frankfurt'])
    expect(clustersFor('router')).toEqual(['azure-amsterdam', 'gcp-eemshaven', 'nordlys-frankfurt'])
    expect(clustersFor('sales-copilot')).toEqual(['aws-virginia', 'azure-toronto'])
    expect(clustersFor('translator')).toEqual(['azure-toronto'])
    expect(clustersFor('web-crawler')).toEqual(['aws-virginia', 'azure-toronto', 'gcp-iowa'])
    expect(clustersFor('fraud-scorer')).toEqual(['aws-dublin', 'azure-amsterdam', 'gcp-eemshaven', 'nordlys-frankfurt'])
  })

  it('has a GPU machine for every agent that needs one', () => {
    for (const agent of problem.agents.filter(({ requests }) => (requests.gpu ?? 0) > 0)) {
      const machines = problem.clusters.filter((cluster) => mayStandIn(agent, cluster)).flatMap(({ offers }) => offers)
      expect(
        machines.some((offer) => offer.allocatable.gpu > 0 && accepts(agent, offer)),
        agent.id,
      ).toBe(true)
    }
  })

  it('is small: no cluster has more than ten kinds of machine', () => {
    for (const { id, offers } of problem.clusters) {
      expect(new Set(offers.map(({ instanceType }) => instanceType)).size, id).toBeLessThanOrEqual(10)
    }
  })

  it('still works when its prices are years old', () => {
    expect(demo(new Date('2036-01-01T00:00:00Z')).problem.agents).toHaveLength(16)
  })
})
