import { describe, expect, it } from 'vitest'
import { command } from './command-line.ts'

describe('bad usage ends with 2 and says what would be right', () => {
  const BAD_USAGE: readonly [readonly string[], RegExp][] = [
    [[], /Usage: ballast/],
    [['solv'], /unknown command 'solv'.*solve/s],
    [['solve'], /missing required argument 'problem'/],
    [['solve', 'p.json', '--gap', '2'], /--gap.*Give a share from 0 to 1/s],
    [['solve', 'p.json', '--gap', ''], /Give a share/],
    [['solve', 'p.json', '--gap', 'wide'], /Give a share/],
    [['solve', 'p.json', '--time-limit', '0'], /Give seconds, more than 0/],
    [['solve', 'p.json', '--time-limit', 'Infinity'], /Give seconds, more than 0/],
    [['solve', 'p.json', '--seed', '1.5'], /Give a whole number/],
    [['solve', 'p.json', '--solver', 'cplex'], /Allowed choices are highs, javascript-lp-solver/],
    [['solve', 'p.json', '--colour'], /unknown option '--colour'/],
    [['solve', 'p.json', '--out', ''], /Give the path/],
    [['nightly', '--fleet', ' '], /Give the path/],
    [['verify', 'p.json'], /missing required argument 'plan'/],
    [['report', 'costs'], /Allowed choices are strategies, preferences, cost-by-agent/],
    [['report', 'agents', '--format', 'pdf'], /Allowed choices are csv, table, json/],
    [['nightly', 'fleet.yaml'], /too many arguments/],
  ]
  it.each(BAD_USAGE)('ballast %j', async (args, message) => {
    const { code, out, err } = await command(args)
    expect([code, out]).toEqual([2, ''])
    expect(err).toMatch(message)
  })

  it('of a verb, the way to its help is told too', async () => {
    expect((await command(['solve', 'p.json', '--colour'])).err).toMatch(/add --help/)
  })
})

describe('help', () => {
  it.each([['solve'], ['verify'], ['explain'], ['report'], ['nightly']])(
    'of %s has examples, fits 100 columns and ends with 0',
    async (verb) => {
      const { code, out, err } = await command([verb, '--help'])
      expect([code, err]).toEqual([0, ''])
      expect(out).toMatch(/Examples:\n {2}ballast/)
      expect(Math.max(...out.split('\n').map((line) => line.length))).toBeLessThanOrEqual(100)
    },
  )
})
