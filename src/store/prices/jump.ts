import type { UsdPerHour } from '../../domain/units.ts'

/** Three times 0.7 is 2.0999999999999996: a price that rises threefold, to 2.1, rises by no more than that. */
const TOLERANCE = 1e-9

/** Whether a price rises or falls by more than a factor. */
export function isJump(from: UsdPerHour, to: UsdPerHour, mostJump: number): boolean {
  const factor = mostJump * (1 + TOLERANCE)
  return to > from * factor || from > to * factor
}
