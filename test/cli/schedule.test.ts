import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { endingOf } from '../../src/cli/exit-codes.ts'
import { program } from '../../src/cli/program.ts'
import { type ScheduleParts, scheduleCommand } from '../../src/cli/schedule.ts'
import type { SchedulePlan } from '../../src/domain/schedule.ts'
import { optimiseSchedule } from '../../src/optimise/schedule/index.ts'
import { cork, dublin, nightAndDay } from '../schedules.ts'

let folder: string
let file: string
let plan: SchedulePlan
const schedule = nightAndDay({
  agent: { move: { usdPerReplica: 1 }, current: [{ cluster: 'dublin', capacityType: 'on-demand', replicas: 3 }] },
  clusters: [dublin({ nodeStartUsd: 1 }), cork({ nodeStartUsd: 2 })],
})

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'ballast-schedule-'))
  file = join(folder, 'schedule.json')
  await writeFile(file, JSON.stringify(schedule))
  plan = await optimiseSchedule(schedule, { gap: 0 })
})
afterAll(() => rm(folder, { recursive: true }))

async function command(args: readonly string[], given: Partial<ScheduleParts> = {}) {
  const said = { code: 0, out: '', err: '', written: new Map<string, string>() }
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
  const parts: ScheduleParts = {
    terminal,
    defaults: { gap: 0.01, timeLimitSeconds: 30, seed: 1, solver: 'highs' },
    scheduleOfFleet: () => Promise.reject(new Error('no fleet was expected')),
    optimiseSchedule: async () => plan,
    writeWhole: async (path, text) => void said.written.set(path, text),
    exit: (code) => {
      said.code = code
    },
    ...given,
  }
  try {
    await program([scheduleCommand(parts)], terminal).parseAsync(['schedule', ...args], { from: 'user' })
  } catch (error) {
    const ending = endingOf(error)
    said.code = ending.code
    said.err += ending.message ?? ''
  }
  return said
}

describe('ballast schedule', () => {
  it('shows the day for a person to read', async () => {
    const { code, out } = await command([file])
    expect(code).toBe(0)
    expect(out).toBe(`optimal: 68.00 USD/day, 2.833 USD/h on average, at prices of 2026-07-20, and no schedule can cost
less than 68.00 (gap 0.0 %)

Periods, hours in UTC
  from   hours  replicas wanted  running  nodes  USD/h  USD/day
  00:00      8                3        3      1  1.000     8.00
  08:00     16               14       14      1  3.000    48.00

Replicas by cluster, and the nodes that they stand on
  cluster  00:00   08:00
  dublin   –       14 on 1
  cork     3 on 1  –

From one period to the next
  change                      replicas moved  USD   nodes started  USD for them
  from today, at 00:00, once               3  3.00              0  0.00
  at 00:00                                 3  3.00              1  2.00
  at 08:00                                 3  3.00              1  1.00

What a day costs
                                          USD/day
  nodes                                     56.00
  moves between periods                      6.00
  node starts between periods                3.00
  getting there from today, a day’s part     3.00
  in all                                    68.00

Compared
  way                                                USD/day  the schedule saves
  this schedule                                        68.00
  one plan for the peak, held all day                  72.00  5.6 %
  each period for itself, and what its changes cost    68.00  0.0 %
`)
  })

  it('writes the plan where it is told, and to standard output with the figures apart', async () => {
    const { written } = await command([file, '--out', 'plan.json'])
    expect(JSON.parse(written.get('plan.json')!)).toEqual(plan)
    const { out, err } = await command([file, '--out', '-'])
    expect(JSON.parse(out)).toEqual(plan)
    expect(err).toMatch(/^optimal: 68\.00 USD\/day/)
  })

  it('hands its options on, and takes a fleet file for what it wants by the hour', async () => {
    const asked: unknown[] = []
    const optimise: ScheduleParts['optimiseSchedule'] = async (problem, { onProgress: _, ...options }) => {
      asked.push(problem, options)
      return plan
    }
    await command(['fleet.yaml', '--gap', '0.05', '--time-limit', '2', '--seed', '7'], {
      optimiseSchedule: optimise,
      scheduleOfFleet: async () => schedule,
    })
    expect(asked).toEqual([schedule, { gap: 0.05, timeLimitSeconds: 2, seed: 7, solver: 'highs' }])
  })

  it('ends with 3 and says why where there is no schedule, with 1 where none was found in time', async () => {
    const conflict = [{ constraint: 'moves', detail: 'none leads to the next' }]
    const infeasible = await command([file], { optimiseSchedule: async () => ({ ...plan, status: 'infeasible', conflict }) })
    expect([infeasible.code, infeasible.out]).toEqual([3, expect.stringContaining('moves: none leads to the next')])
    const unknown = await command([file], { optimiseSchedule: async () => ({ ...plan, status: 'unknown' }) })
    expect([unknown.code, unknown.out]).toEqual([1, expect.stringContaining('--time-limit')])
  })

  it('ends with 2 and every mistake for a document that is no schedule, and never writes over it', async () => {
    await writeFile(join(folder, 'bad.json'), '{"schema":"placement-schedule/v1","periods":[]}')
    expect(await command([join(folder, 'bad.json')])).toMatchObject({ code: 2, err: expect.stringContaining('periods') })
    expect(await command([file, '--out', file])).toMatchObject({ code: 2, err: expect.stringContaining('--out') })
    expect(await command([join(folder, 'none.json')])).toMatchObject({ code: 2, err: expect.stringContaining('does not exist') })
  })
})
