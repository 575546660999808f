import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allocatable } from '../../src/catalogue/allocatable.ts'
import { withPriceFiles } from '../../src/catalogue/price-files.ts'
import { decideDemand } from '../../src/demand/decide-demand.ts'
import { commitmentUse } from '../../src/domain/commitment-use.ts'
import { openFleetText } from '../../src/fleet-file/open-fleet-file.ts'
import { fleetOf } from '../../src/fleet-file/read-fleet.ts'
import { optimise } from '../../src/optimise/index.ts'
import { planOfToday } from '../../src/plan/today.ts'
import { loadBundledCatalogue } from '../../src/prices/bundled/catalogue.ts'
import { readPriceFile } from '../../src/prices/file/price-file.ts'
import { buildProblem } from '../../src/problem/build-problem.ts'
import { verifyPlan } from '../../src/verify/verify.ts'
import { contractVerifierIsAbsent, exitCodesByContract } from '../verify/contract-verifier.ts'

const PATH = 'examples/fleets/committed.yaml'

function committed(change: (text: string) => string = (text) => text) {
  const now = new Date('2026-08-01T00:00:00Z')
  const file = openFleetText(change(readFileSync(PATH, 'utf8')), PATH)
  const own = file.prices.map((price) => readPriceFile(join(dirname(PATH), price.file), { now, ...price }))
  const catalogue = withPriceFiles(loadBundledCatalogue(), own)
  const fleet = fleetOf(file, { catalogue, allocatable, now })
  return { catalogue, ...buildProblem(fleet, catalogue, decideDemand(fleet), allocatable) }
}

describe('the fleet whose account has bought nodes in advance', () => {
  const { catalogue, problem, fleet } = committed()
  const today = planOfToday(problem, fleet)

  it('pays today for five of its eleven nodes alone: six are covered', () => {
    expect(verifyPlan(problem, today)).toMatchObject({ holds: true, violations: [] })
    const uses = commitmentUse(catalogue.commitments!, problem, today.nodeGroups, today.nodeGroups)
    expect(uses.map(({ instanceType, used, count }) => `${used} of ${count} ${instanceType}`)).toEqual([
      '3 of 3 m7i.2xlarge',
      '2 of 2 m7i.2xlarge',
      '1 of 2 Standard_D8as_v6',
    ])
    const [large] = catalogue.machines('aws', 'eu-west-1').filter(({ instanceType }) => instanceType === 'm7i.2xlarge')
    expect(today.usdPerHour.nodes).toBeCloseTo(5 * large!.onDemand!.usdPerHour, 9)
  })

  it('is the same fleet where its file calls nodes reserved that a commitment covers', () => {
    const same = committed((text) => text.replace('capacityType: on-demand, count: 7', 'capacityType: reserved, count: 7'))
    expect(planOfToday(same.problem, same.fleet).usdPerHour).toEqual(today.usdPerHour)
    expect(() =>
      committed((text) => text.replace('on-demand, count: 7', 'reserved, count: 7').replaceAll('m7i.2xlarge', 'm7i.xlarge')),
    ).toThrow(/no m7i\.xlarge is reserved/)
  })

  it('is planned onto what is bought first, never beyond it, and what it does not need is told as unused', async () => {
    const plan = await optimise(problem, { gap: 0, timeLimitSeconds: 20 })
    expect(verifyPlan(problem, plan)).toMatchObject({ holds: true })
    expect(plan.status).toBe('optimal')
    const uses = commitmentUse(catalogue.commitments!, problem, plan.nodeGroups, today.nodeGroups)
    expect(uses.map(({ used, unusedUsdPerHour }) => [used, unusedUsdPerHour])).toEqual([
      [3, 0],
      [2, 0],
      [1, 0.2317],
    ])
    expect(plan.usdPerHour.total).toBeLessThan(today.usdPerHour.total)
  })

  it.skipIf(contractVerifierIsAbsent)("passes the contract's own verifier", async () => {
    const folder = mkdtempSync(join(tmpdir(), 'ballast-committed-'))
    try {
      const [problemFile, planFile] = [join(folder, 'problem.json'), join(folder, 'plan.json')]
      writeFileSync(problemFile, JSON.stringify(problem))
      writeFileSync(planFile, JSON.stringify(await optimise(problem, { gap: 0.01, timeLimitSeconds: 20 })))
      expect(exitCodesByContract(folder, [[problemFile, planFile]])).toEqual([0])
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  it('has rules on the list prices of Azure, one upon the other, and a negotiated price of AWS that they leave alone', () => {
    const onDemand = (of: typeof catalogue, provider: string, region: string, type: string) =>
      of.machines(provider, region).find(({ instanceType }) => instanceType === type)!.onDemand!
    const listed = loadBundledCatalogue()
    const azure = ['azure', 'westeurope', 'Standard_D8as_v6'] as const
    expect(onDemand(catalogue, ...azure).usdPerHour).toBeCloseTo(onDemand(listed, ...azure).usdPerHour * 0.88 * 0.97, 12)
    expect(onDemand(catalogue, ...azure).source).toMatch(/: list −12 % by .*agreements\.csv, −3 % by .*agreements\.csv$/)
    expect(onDemand(catalogue, 'aws', 'eu-west-1', 'm7a.2xlarge')).toMatchObject({ usdPerHour: 0.4021 })
  })
})
