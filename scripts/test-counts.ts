/** What a run of checks and tests came to. */
export interface Counts {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
}

export const NOTHING: Counts = { passed: 0, failed: 0, skipped: 0 }

/** What we read of the report that Vitest writes with `--reporter=json`. */
export interface TestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: string
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[]
  }[]
}

export const add = (a: Counts, b: Counts): Counts => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped,
})

export const closingLine = ({ passed, failed, skipped }: Counts): string => `${passed} passed, ${failed} failed, ${skipped} skipped`

/** A file that failed without a failed test, an error outside of all tests and a run that left no report each count as one failure. */
export function countTests(report: TestReport | undefined, succeeded: boolean): Counts {
  if (!report) return { ...NOTHING, failed: 1 }
  const counts = report.testResults.map(countFile).reduce(add, NOTHING)
  return succeeded || counts.failed > 0 ? counts : { ...counts, failed: 1 }
}

export function skippedTests(report: TestReport): string[] {
  return report.testResults.flatMap((file) => file.assertionResults.filter((test) => isSkipped(test.status)).map((test) => test.fullName))
}

function countFile(file: TestReport['testResults'][number]): Counts {
  const tests = file.assertionResults
  const failed = tests.filter((test) => test.status === 'failed').length
  return {
    passed: tests.filter((test) => test.status === 'passed').length,
    failed: failed === 0 && file.status === 'failed' ? 1 : failed,
    skipped: tests.filter((test) => isSkipped(test.status)).length,
  }
}

const isSkipped = (status: string): boolean => status !== 'passed' && status !== 'failed'
