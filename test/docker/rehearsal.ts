import { execFileSync, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Instruction, Stage } from './dockerfile.ts'

const PROJECT = new URL('../../', import.meta.url).pathname
const isRoot = process.getuid!() === 0

/** What a built stage is: a file system below `root`, and how its program is started. */
export interface Built {
  readonly root: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly user: string
  readonly entryPoint: readonly string[]
  readonly command: readonly string[]
}

/** Carries a stage's instructions out below a folder, which stands for the image's root; throws where one cannot be. */
export function build(stage: Stage, root: string, earlier: ReadonlyMap<string, Built>): Built {
  mkdirSync(root, { mode: 0o755 })
  let built: Built = { root, folder: '/', environment: {}, user: '0', entryPoint: [], command: [] }
  for (const instruction of stage.instructions) built = carriedOut(instruction, built, earlier)
  return built
}

/** Starts the image's program as its user, with the image's environment and what `docker run --env` would add. */
export function start(
  { root, folder, environment, user, entryPoint }: Built,
  args: readonly string[],
  added: Readonly<Record<string, string>> = {},
) {
  const [uid, gid] = user.split(':').map(Number)
  const [program, ...rest] = [...entryPoint, ...args].map((arg) => inside(root, arg))
  const given = Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, inside(root, value)]))
  return spawnSync(program!, rest, {
    cwd: join(root, folder),
    env: { PATH: path(), ...given, ...added },
    encoding: 'utf8',
    ...(isRoot ? { uid: uid!, gid: gid! } : {}),
  })
}

function carriedOut({ name, rest }: Instruction, built: Built, earlier: ReadonlyMap<string, Built>): Built {
  switch (name) {
    case 'WORKDIR':
      mkdirSync(join(built.root, rest), { recursive: true })
      return { ...built, folder: rest }
    case 'COPY':
      copy(rest, built, earlier)
      return built
    case 'RUN':
      run(rest, built)
      return built
    case 'ENV':
      return { ...built, environment: { ...built.environment, ...Object.fromEntries(rest.split(/\s+/).map((pair) => pair.split('='))) } }
    case 'VOLUME':
      if (!existsSync(join(built.root, rest))) throw new Error(`VOLUME ${rest}: no such folder`)
      return built
    case 'USER':
      return { ...built, user: rest }
    case 'ENTRYPOINT':
      return { ...built, entryPoint: JSON.parse(rest) as string[] }
    case 'CMD':
      return { ...built, command: JSON.parse(rest) as string[] }
    default:
      throw new Error(`${name}: the rehearsal does not know this instruction`)
  }
}

function copy(rest: string, { root, folder }: Built, earlier: ReadonlyMap<string, Built>): void {
  const from = /^--from=(\S+)\s+/.exec(rest)
  const [target, ...sources] = rest
    .slice(from?.[0].length ?? 0)
    .split(/\s+/)
    .toReversed()
  for (const source of sources) {
    const destination = join(root, folder, target!, target!.endsWith('/') ? source : '')
    if (from) cpSync(join(earlier.get(from[1]!)!.root, source), destination, { recursive: true, verbatimSymlinks: true })
    else for (const file of contextFiles(source)) copyFile(join(PROJECT, file), join(destination, file.slice(source.length)))
  }
}

function copyFile(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true })
  cpSync(from, to)
}

/** What git knows or would add, below a name that .dockerignore lets through. */
function contextFiles(source: string): string[] {
  const letThrough = readFileSync(join(PROJECT, '.dockerignore'), 'utf8').split('\n')
  const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '--', source], {
    cwd: PROJECT,
    encoding: 'utf8',
  })
  const found = files.split('\n').filter((file) => file !== '' && existsSync(join(PROJECT, file)))
  if (!letThrough.includes(`!${source}`) || found.length === 0) throw new Error(`COPY ${source}: not in the build context`)
  return found
}

function run(command: string, { root, folder }: Built): void {
  const here = isRoot ? command : command.replaceAll(/\bchown \S+ /g, 'test -e ')
  const { status, stderr } = spawnSync('sh', ['-c', inside(root, here)], {
    cwd: join(root, folder),
    encoding: 'utf8',
    // The checkout's own install has fetched the same packages: a slow registry is no reason to fail here.
    env: { ...process.env, PATH: path(), npm_config_prefer_offline: 'true' },
  })
  if (status !== 0) throw new Error(`RUN ${command}: ${stderr}`)
}

/** Absolute paths of the image, below the folder that stands for its root. */
const inside = (root: string, text: string): string => text.replaceAll(/(?<=^|\s)\/(app|var)\b/g, `${root}/$1`)

/** The image's Node is the one that runs the tests. */
const path = (): string => `${dirname(process.execPath)}:${process.env.PATH}`
