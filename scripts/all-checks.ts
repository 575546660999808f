/** Runs every check and every test, says how each went, and closes with one line of counts: what `scripts/test` calls. */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { add, type Counts, closingLine, countTests, NOTHING, skippedTests, type TestReport } from './test-counts.ts'

interface Check {
  readonly name: string
  readonly command: readonly [string, ...string[]]
  /** A file without which there is nothing to check. */
  readonly needs?: string
}

const CHECKS: readonly Check[] = [
  { name: 'types', command: ['tsc'] },
  { name: 'format and lint', command: ['biome', 'check', '.'] },
  { name: 'who may import whom', command: ['node', 'scripts/check-imports.ts'] },
  { name: 'table of settings is the generated one', command: ['node', 'scripts/generate-settings.ts', '--check'] },
  { name: 'bundled data is what its script makes', command: ['node', 'scripts/refresh-data.ts', '--check'], needs: '../shared/prices' },
]

function runCheck({ name, command: [program, ...args], needs }: Check): Counts {
  if (needs && !existsSync(needs)) {
    console.log(`- ${name}: skipped, ${needs} is not here`)
    return { ...NOTHING, skipped: 1 }
  }
  const { status, stdout, stderr, error } = spawnSync(program, args, { encoding: 'utf8' })
  console.log(`${status === 0 ? '✓' : '✗'} ${name}`)
  if (status === 0) return { ...NOTHING, passed: 1 }
  console.log(error ? error.message : `${stdout}${stderr}`)
  return { ...NOTHING, failed: 1 }
}

function runTests(selection: readonly string[]): Counts {
  const folder = mkdtempSync(join(tmpdir(), 'ballast-test-'))
  try {
    const file = join(folder, 'report.json')
    const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
    const { status } = spawnSync('vitest', ['run', ...reporters, ...selection], {
      stdio: 'inherit',
      env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' },
    })
    const report = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as TestReport) : undefined
    for (const name of report ? skippedTests(report) : []) console.log(`- skipped: ${name}`)
    return countTests(report, status === 0)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

let counts = CHECKS.map(runCheck).reduce(add, NOTHING)
counts = add(counts, runTests(process.argv.slice(2)))
console.log(closingLine(counts))
process.exitCode = counts.failed === 0 ? 0 : 1
