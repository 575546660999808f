import { expect, test } from 'vitest'
import { closingLine, countTests, skippedTests, type TestReport } from '../../scripts/test-counts.ts'

const report = (status: string, ...tests: string[]): TestReport => ({
  testResults: [{ name: 'a.test.ts', status, assertionResults: tests.map((test) => ({ fullName: `a ${test} test`, status: test })) }],
})

test('the closing line counts what passed, failed and was skipped', () => {
  const counts = countTests(report('failed', 'passed', 'passed', 'failed', 'skipped', 'todo'), false)
  expect(closingLine(counts)).toBe('2 passed, 1 failed, 2 skipped')
})

test('a test file that does not even load counts as one failure', () => {
  expect(countTests(report('failed'), false)).toEqual({ passed: 0, failed: 1, skipped: 0 })
})

test('an error outside of all tests is a failure', () => {
  expect(countTests(report('passed', 'passed'), false)).toEqual({ passed: 1, failed: 1, skipped: 0 })
})

test('a run that left no report is a failure', () => {
  expect(countTests(undefined, true).failed).toBe(1)
})

test('skipped tests are told by name', () => {
  expect(skippedTests(report('passed', 'passed', 'skipped'))).toEqual(['a skipped test'])
})
