import { CommanderError } from 'commander'
import { describe, expect, it } from 'vitest'
import { endingOf, exitCodeOf } from '../../src/cli/exit-codes.ts'
import { solveProgress } from '../../src/cli/progress.ts'
import { InputError } from '../../src/domain/input-error.ts'
import { StoreError } from '../../src/store/store-error.ts'

describe('how a command ends', () => {
  it('a plan is 0, none in time is 1, infeasible is 3', () => {
    expect((['optimal', 'feasible', 'unknown', 'infeasible'] as const).map(exitCodeOf)).toEqual([0, 0, 1, 3])
  })

  it('a mistake of the user is 2 and told as it is', () => {
    const error = new InputError('fleet.yaml', [{ path: 'agents[0]', message: 'is wrong', remedy: 'mend it' }])
    expect(endingOf(error)).toEqual({ code: 2, message: 'fleet.yaml: 1 mistake\n  agents[0]: is wrong (mend it)', isDefect: false })
  })

  it('what the world refuses is 1 with its remedy, and no defect', () => {
    expect(endingOf(new StoreError('the store is locked'))).toEqual({ code: 1, message: 'the store is locked', isDefect: false })
    const full = Object.assign(new Error('ENOSPC: no space'), { code: 'ENOSPC', path: 'out/plan.json' })
    expect(endingOf(full)).toMatchObject({ code: 1, message: expect.stringMatching(/^out\/plan\.json: no space is left/), isDefect: false })
  })

  it('whatever else goes wrong is 1 and a defect', () => {
    expect(endingOf(new TypeError('x is not a function'))).toEqual({ code: 1, message: 'x is not a function', isDefect: true })
    expect(endingOf('thrown text')).toMatchObject({ code: 1, isDefect: true })
  })

  it('help is 0 and bad usage is 2, both told already', () => {
    expect(endingOf(new CommanderError(0, 'commander.help', ''))).toEqual({ code: 0, isDefect: false })
    expect(endingOf(new CommanderError(1, 'commander.unknownOption', ''))).toEqual({ code: 2, isDefect: false })
  })
})

describe('progress', () => {
  const shown = (isInteractive: boolean): string => {
    let text = ''
    const err = (more: string) => {
      text += more
    }
    const progress = solveProgress({ out: err, err, width: 100, isInteractive, bold: (words) => words })
    const at = (elapsedSeconds: number, bestUsdPerHour?: number) => {
      const gap = bestUsdPerHour === undefined ? undefined : (bestUsdPerHour - 1) / bestUsdPerHour
      progress.show({ stage: 'search', lowerBoundUsdPerHour: 1, bestUsdPerHour, gap, elapsedSeconds })
    }
    progress.show({ stage: 'solving' })
    at(0.1)
    at(0.2, 2)
    progress.show({ stage: 'checking' })
    progress.end()
    return text
  }

  it('is plain lines where nobody watches', () => {
    expect(shown(false)).toBe('· solving\n  search: no plan yet, bound 1.000 (0.1 s)\n· checking\n')
  })

  it('draws over its figures where a person does, and ends on a line of its own', () => {
    const text = shown(true)
    expect(text).toMatch(/\r {2}search: best 2\.000 USD\/h, bound 1\.000, gap 50\.0 % \(0\.2 s\)/)
    expect(text.endsWith('\n')).toBe(true)
  })
})
