import { describe, expect, it } from 'vitest'
import { endingOf } from '../../src/cli/exit-codes.ts'
import { requireFreshPrices } from '../../src/plan/guards.ts'

const STALE = 'Spot prices of aws eu-west-1 (aws-ec2-spot) are 40 h old, past the 26 h for which they count.'

function endingWith(reasons: readonly string[]) {
  try {
    requireFreshPrices({ name: 'demo' }, { mayAct: reasons.length === 0, reasons })
    return undefined
  } catch (error) {
    return endingOf(error)
  }
}

describe('acting on stale prices', () => {
  it('is refused with what is stale, how old it is and what to do, as a failure that was foreseen', () => {
    expect(endingWith([STALE])).toEqual({
      code: 1,
      isDefect: false,
      message: `--apply: demo is not acted on with prices that are stale or incomplete.\n  ${STALE}\nRead them anew: ballast prices refresh. Or run without --apply, to see what would be done at these prices.`,
    })
  })

  it('is none where they are fresh', () => {
    expect(endingWith([])).toBeUndefined()
  })
})
