import { Option } from 'commander'
import { path } from './option-values.ts'

/** Every verb takes it; it is read before the verbs are made, since it decides their defaults. */
export const configOption = (): Option =>
  new Option('--config <file>', 'settings, and the clusters of a fleet (default: ballast.yaml, if there is one)').argParser(path)

/** The file that a command line names; undefined where it names none, or nothing follows, which the verb itself refuses. */
export function configFileIn(args: readonly string[]): string | undefined {
  const own = args.includes('--') ? args.slice(0, args.indexOf('--')) : args
  for (const [at, arg] of own.entries()) {
    if (arg.startsWith('--config=')) return arg.slice('--config='.length) || undefined
    if (arg === '--config') return own[at + 1]
  }
  return undefined
}
