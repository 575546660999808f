import { expect, it } from 'vitest'
import { configFileIn } from '../../src/cli/config-option.ts'

it.each([
  [['nightly', '--config', 'mine.yaml', '--apply'], 'mine.yaml'],
  [['nightly', '--config=mine.yaml'], 'mine.yaml'],
  [['nightly'], undefined],
  [['nightly', '--config'], undefined],
  [['nightly', '--config='], undefined],
  [['verify', '--', '--config', 'mine.yaml'], undefined],
])('of %j the configuration is %s', (args, file) => {
  expect(configFileIn(args)).toBe(file)
})
