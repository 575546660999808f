import { execFileSync } from 'node:child_process'
import { availableParallelism, cpus, totalmem } from 'node:os'

const BYTES_PER_GIB = 2 ** 30

/** What figures of time and memory hold for. */
export function machineName(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor'
  const cores = availableParallelism()
  return `${cores} ${cores === 1 ? 'core' : 'cores'} (${model}), ${(totalmem() / BYTES_PER_GIB).toFixed(0)} GiB, Node ${process.versions.node}`
}

/** The commit that was measured, with a + where files differ from it; 'unknown' outside a clone. */
export function commitName(folder: string): string {
  try {
    const git = (...args: string[]) =>
      execFileSync('git', args, { cwd: folder, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim()
    return `${git('rev-parse', '--short', 'HEAD')}${git('status', '--porcelain', '--untracked-files=no', '--', 'src', 'models') === '' ? '' : '+'}`
  } catch {
    return 'unknown'
  }
}
