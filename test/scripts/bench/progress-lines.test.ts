import { expect, it } from 'vitest'
import { pointOf } from '../../../scripts/bench/sides/progress-lines.ts'
import { type SolveProgress, solveProgress } from '../../../src/cli/progress.ts'

/** What `ballast solve` writes of one step where nobody watches. */
function written(progress: SolveProgress): string {
  const lines: string[] = []
  const terminal = {
    out: () => {},
    err: (text: string) => void lines.push(text),
    width: 100,
    isInteractive: false,
    bold: (text: string) => text,
  }
  solveProgress(terminal).show(progress)
  return lines.join('').trimEnd()
}

it('reads the best plan and the bound from a line of the solve’s progress', () => {
  const line = written({ stage: 'searching', bestUsdPerHour: 1234.5, lowerBoundUsdPerHour: 1200.25, gap: 0.03, elapsedSeconds: 7 })
  expect(pointOf(line, 8)).toEqual({ elapsedSeconds: 8, usdPerHour: 1234.5, lowerBoundUsdPerHour: 1200.25 })
})

it('knows no cost before there is a plan', () => {
  const line = written({ stage: 'bounding', bestUsdPerHour: undefined, lowerBoundUsdPerHour: 5.5, gap: undefined, elapsedSeconds: 1 })
  expect(pointOf(line, 1)).toEqual({ elapsedSeconds: 1, lowerBoundUsdPerHour: 5.5 })
})

it('knows no bound while none is proved', () => {
  const line = written({ stage: 'searching', bestUsdPerHour: 6, lowerBoundUsdPerHour: 0, gap: 1, elapsedSeconds: 1 })
  expect(pointOf(line, 1)).toEqual({ elapsedSeconds: 1, usdPerHour: 6 })
})

it('takes no other line for progress', () => {
  expect(pointOf('Optimal: 6.000 USD/h, at most 0.0 % above the optimum', 1)).toBeUndefined()
  expect(pointOf('peak memory 123456 KiB', 1)).toBeUndefined()
})
