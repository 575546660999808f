import { percentText, usdPerHourText } from '../reports/figures.ts'
import type { Terminal } from './terminal.ts'

/** How far a solve has come. */
export interface SolveProgress {
  readonly stage: string
  readonly lowerBoundUsdPerHour: number
  readonly bestUsdPerHour: number | undefined
  readonly gap: number | undefined
  readonly elapsedSeconds: number
}

/** A stage that begins, or how far a solve has come within one. */
export type Progress = { readonly stage: string } | SolveProgress

export interface ProgressLines {
  readonly show: (progress: Progress) => void
  /** Leaves the cursor on a line of its own. */
  readonly end: () => void
}

const SECONDS_BETWEEN_LINES = 1

/** Progress on stderr: where a person watches, figures are drawn over; elsewhere a line a stage, and one a second at most within it. */
export function solveProgress({ err, isInteractive }: Terminal): ProgressLines {
  let drawn = ''
  let last = { stage: '', elapsedSeconds: Number.NEGATIVE_INFINITY }
  const draw = (line: string) => {
    if (!isInteractive) err(`${line}\n`)
    else err(`\r${line.padEnd(drawn.length)}`)
    drawn = isInteractive ? line : ''
  }
  const end = () => {
    if (drawn !== '') err('\n')
    drawn = ''
  }
  const show = (progress: Progress) => {
    const elapsedSeconds = 'elapsedSeconds' in progress ? progress.elapsedSeconds : Number.POSITIVE_INFINITY
    const isDue = progress.stage !== last.stage || elapsedSeconds >= last.elapsedSeconds + SECONDS_BETWEEN_LINES
    if (!isInteractive && !isDue) return
    if (!('elapsedSeconds' in progress)) end()
    last = { stage: progress.stage, elapsedSeconds }
    draw(progressText(progress))
  }
  return { show, end }
}

function progressText(progress: Progress): string {
  if (!('elapsedSeconds' in progress)) return `· ${progress.stage}`
  const { stage, bestUsdPerHour, lowerBoundUsdPerHour, gap, elapsedSeconds } = progress
  const best = bestUsdPerHour === undefined ? 'no plan yet' : `best ${usdPerHourText(bestUsdPerHour)} USD/h`
  const bound = `bound ${usdPerHourText(lowerBoundUsdPerHour)}`
  return `  ${stage}: ${[best, bound, ...(gap === undefined ? [] : [`gap ${percentText(gap)}`])].join(', ')} (${elapsedSeconds.toFixed(1)} s)`
}
