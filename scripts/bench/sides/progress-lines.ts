import type { Seconds } from '../../../src/domain/units.ts'
import type { CurvePoint } from '../results/measurement.ts'

export type Point = Omit<CurvePoint, 'instance' | 'side'>

/** What a line of `ballast solve` on stderr says of the best plan and the bound; undefined where it is no such line. */
export function pointOf(line: string, elapsedSeconds: Seconds): Point | undefined {
  const [, best, bound] = /: (?:best ([\d.,]+) USD\/h|no plan yet), bound (-?[\d.,]+)/.exec(line) ?? []
  if (bound === undefined) return undefined
  const lowerBoundUsdPerHour = numberOf(bound)
  return {
    elapsedSeconds,
    ...(best === undefined ? {} : { usdPerHour: numberOf(best) }),
    ...(lowerBoundUsdPerHour > 0 ? { lowerBoundUsdPerHour } : {}),
  }
}

const numberOf = (text: string): number => Number(text.replaceAll(',', ''))
