/** Writes the README's table of settings from their schema; with `--check` it writes nothing, and fails where the table is out of date. */
import { readFileSync, writeFileSync } from 'node:fs'
import { factsOf, SETTINGS, type Setting, variableOf } from '../src/config/settings.ts'

const BEGIN = '<!-- settings: written by scripts/generate-settings.ts -->'
const END = '<!-- end of settings -->'

export function settingsTable(): string {
  const head = ['| Setting | Variable | Default | Unit or values | Meaning |', '|---|---|---|---|---|']
  return [...head, ...SETTINGS.map(row)].join('\n')
}

/** The text with the table between its two markers; throws where they are missing. */
export function withSettings(text: string): string {
  const [begin, end] = [text.indexOf(BEGIN), text.indexOf(END)]
  if (begin < 0 || end < begin) throw new Error(`README.md has no place for the settings: write "${BEGIN}" and, below it, "${END}"`)
  return `${text.slice(0, begin + BEGIN.length)}\n${settingsTable()}\n${text.slice(end)}`
}

function row(setting: Setting): string {
  const { description, default: usual, defaultIs, unit } = factsOf(setting)
  const cells = [
    `\`${setting}\``,
    `\`${variableOf(setting)}\``,
    defaultIs ?? (usual === '' ? 'none' : `\`${usual}\``),
    unit ?? values(setting),
    description,
  ]
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
}

function values(setting: Setting): string {
  const { type, anyOf } = factsOf(setting)
  if (anyOf) return anyOf.map((word) => `\`${word.const}\``).join(', ')
  if (type === 'boolean') return '`true`, `false`'
  return type === 'integer' ? 'whole number' : 'text'
}

if (import.meta.main) {
  const readme = new URL('../README.md', import.meta.url)
  const text = readFileSync(readme, 'utf8')
  const current = withSettings(text)
  if (!process.argv.includes('--check')) writeFileSync(readme, current)
  else if (current !== text) {
    console.error("README.md: the table of settings is out of date: run 'node scripts/generate-settings.ts'")
    process.exitCode = 1
  }
}
