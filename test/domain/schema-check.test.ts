import fc from 'fast-check'
import { expect, it } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import { ProblemSchema } from '../../src/domain/problem.ts'
import { checked, schemaIssues } from '../../src/domain/schema-check.ts'
import { tinyProblem } from '../oracle/arbitrary-problem.ts'

const odd = fc.constantFrom<unknown>(Number.NaN, Number.POSITIVE_INFINITY, -1, 0, 1.5, '', 'internet', null, undefined, [], {}, true, [''])

/** Walks down by the steps, then puts the value there: in place of what stands there, or under a key that is not known. */
function withOddity(document: unknown, steps: readonly number[], value: unknown, isUnknownKey: boolean): unknown {
  const keys = document !== null && typeof document === 'object' ? Object.keys(document) : []
  const [step, ...rest] = steps
  if (step === undefined || keys.length === 0) return isUnknownKey && keys.length > 0 ? { ...(document as object), odd: value } : value
  const key = keys[step % keys.length]!
  const copy = structuredClone(document) as Record<string, unknown>
  copy[key] = withOddity(copy[key], rest, value, isUnknownKey)
  return copy
}

const isRefused = (document: unknown): boolean => {
  try {
    checked(ProblemSchema, document, 'the document')
    return false
  } catch (thrown) {
    return thrown instanceof InputError
  }
}

it('a document is refused just where something is found to say of it', () => {
  const steps = fc.array(fc.nat({ max: 9 }), { maxLength: 6 })
  let refused = 0
  fc.assert(
    fc.property(tinyProblem, steps, odd, fc.boolean(), (problem, path, value, isUnknownKey) => {
      const document = withOddity(problem, path, value, isUnknownKey)
      if (isRefused(document)) refused++
      expect(isRefused(document)).toBe(schemaIssues(ProblemSchema, document).length > 0)
    }),
    { numRuns: 500 },
  )
  expect(refused).toBeGreaterThan(100)
})

it('the document itself comes back, not a copy', () => {
  const [problem] = fc.sample(tinyProblem, 1)
  expect(checked(ProblemSchema, problem, 'the document')).toBe(problem)
})
