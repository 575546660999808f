import { Command, InvalidArgumentError } from 'commander'
import { path, seconds, share } from '../../src/cli/option-values.ts'
import { didYouMean } from '../../src/domain/nearest-name.ts'
import type { Seconds, Share } from '../../src/domain/units.ts'
import { SIDE_NAMES, type SideName } from './sides/index.ts'
import { SIZE_NAMES, SIZES, type SizeName } from './sizes.ts'

export interface BenchOptions {
  readonly sizes: readonly SizeName[]
  readonly seeds: readonly number[]
  readonly sides: readonly SideName[]
  readonly timeLimitOf: (size: SizeName) => Seconds
  readonly gap: Share
  /** `bundled`, or a folder that holds another generator. */
  readonly instances: string
  readonly out: string
  readonly resume: boolean
  readonly page: boolean
}

interface Flags {
  readonly sizes?: readonly SizeName[]
  readonly seeds?: readonly number[]
  readonly sides: readonly SideName[]
  readonly timeLimit?: ReadonlyMap<SizeName, Seconds>
  readonly gap: Share
  readonly instances: string
  readonly out: string
  readonly resume: boolean
  readonly page: boolean
  readonly quick: boolean
}

/** What `--quick` leaves of it: enough to see that everything works, within three minutes. */
const QUICK: { sizes: readonly SizeName[]; seeds: readonly number[]; limits: ReadonlyMap<SizeName, Seconds> } = {
  sizes: ['S', 'M'],
  seeds: [1],
  limits: new Map([
    ['S', 3],
    ['M', 12],
  ]),
}

/** Reads the command line; the command itself is what `run` does. */
export function benchCommand(run: (options: BenchOptions) => Promise<void>): Command {
  return new Command('bench')
    .description('Measure Ballast against what one would do without it, on fleets made from the bundled prices.')
    .option('--sizes <names>', `which of ${SIZE_NAMES.join(', ')} (default: all)`, listOf(SIZE_NAMES, 'size'))
    .option('--seeds <numbers>', 'which fleets of each size (default: 1,2,3)', seeds)
    .option('--sides <names>', `what to compare, of ${SIDE_NAMES.join(', ')}`, listOf(SIDE_NAMES, 'side'), [...SIDE_NAMES])
    .option(
      '--time-limit <seconds>',
      'of each solve: one for all sizes, or such as M=30,L=120 (default: S=10,M=60,L=180,XL=900)',
      timeLimits,
    )
    .option('--gap <share>', 'at which proved gap a solver may stop', share, 1e-4)
    .option('--instances <folder>', 'takes the fleets from make-instance.mjs in this folder, such as ../shared/bench', path, 'bundled')
    .option('--out <folder>', 'where results.csv, curves.csv and the plots go', path, 'out/bench')
    .option('--resume', 'measures only what results.csv does not hold yet', false)
    .option('--page', 'measures nothing: writes docs/benchmark.md and its plots from what has been measured', false)
    .option('--quick', 'S and M with short limits: ends within three minutes', false)
    .addHelpText('after', HELP)
    .action((flags: Flags) => run(optionsOf(flags)))
}

function optionsOf({ quick, timeLimit, sizes, seeds: wanted, ...flags }: Flags): BenchOptions {
  const limits = timeLimit ?? (quick ? QUICK.limits : undefined)
  return {
    ...flags,
    sizes: sizes ?? (quick ? QUICK.sizes : SIZE_NAMES),
    seeds: wanted ?? (quick ? QUICK.seeds : [1, 2, 3]),
    timeLimitOf: (size) => limits?.get(size) ?? SIZES[size].timeLimitSeconds,
  }
}

const parts = (text: string): string[] => text.split(',').map((part) => part.trim())

function listOf<Name extends string>(known: readonly Name[], what: string): (text: string) => Name[] {
  return (text) =>
    parts(text).map((part) => {
      const found = known.find((name) => name.toLowerCase() === part.toLowerCase())
      if (found === undefined) throw new InvalidArgumentError(`"${part}" is no ${what}: ${didYouMean(part, known)}`)
      return found
    })
}

function seeds(text: string): number[] {
  return parts(text).map((part) => {
    const seed = Number(part)
    if (part === '' || !Number.isInteger(seed) || seed < 0)
      throw new InvalidArgumentError(`"${part}" is no seed: give whole numbers, such as 1,2,3`)
    return seed
  })
}

function timeLimits(text: string): Map<SizeName, Seconds> {
  if (!text.includes('=')) return new Map(SIZE_NAMES.map((size) => [size, seconds(text)]))
  const size = listOf(SIZE_NAMES, 'size')
  return new Map(
    parts(text).map((part) => {
      const [name = '', limit = ''] = part.split('=')
      return [size(name)[0]!, seconds(limit)]
    }),
  )
}

const HELP = `
Examples:
  npm run bench -- --quick
  npm run bench -- --sizes XL --seeds 1 --resume
  npm run bench -- --sides ballast,lp --time-limit M=30,L=120
  npm run bench -- --page

Each measurement goes to results.csv at once, in place of an earlier one of the same fleet and side: run it size by size, and stop it when you like.`
