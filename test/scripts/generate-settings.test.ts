import { expect, it } from 'vitest'
import { settingsTable, withSettings } from '../../scripts/generate-settings.ts'
import { SETTINGS } from '../../src/config/settings.ts'

const MARKED = '# Ballast\n<!-- settings: written by scripts/generate-settings.ts -->\nold\n<!-- end of settings -->\nmore\n'

it('has a row for each setting, with its variable, default, unit and meaning', () => {
  const rows = settingsTable().split('\n').slice(2)
  expect(rows).toHaveLength(SETTINGS.length)
  expect(rows).toContain(
    "| `timeLimitSeconds` | `BALLAST_TIME_LIMIT_SECONDS` | `30` | s | The longest that the nightly run's own solve may take |",
  )
  expect(rows.every((row) => row.split(' | ').length === 5 && !row.includes('undefined'))).toBe(true)
})

it('replaces what stands between the markers, and nothing else', () => {
  const written = withSettings(MARKED)
  expect(written).toBe(MARKED.replace('old', () => settingsTable()))
  expect(withSettings(written)).toBe(written)
})

it('says where the table belongs when a README has no place for it', () => {
  expect(() => withSettings('# Ballast\n')).toThrow(/no place for the settings: write "<!-- settings/)
})
