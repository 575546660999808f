import { InputError, type InputIssue } from '../src/domain/input-error.ts'

/** The mistakes that are told of an input; none where it is taken. */
export function issuesOf(work: () => unknown): readonly InputIssue[] {
  try {
    work()
  } catch (error) {
    if (error instanceof InputError) return error.issues
    throw error
  }
  return []
}
