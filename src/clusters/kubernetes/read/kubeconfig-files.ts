import { existsSync, readFileSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'
import { type Cluster, type Context, KubeConfig, type User } from '@kubernetes/client-node'
import { parse, YAMLParseError } from 'yaml'
import { InputError } from '../../../domain/input-error.ts'
import type { Surroundings } from './described-connection.ts'

/** What one or several kubeconfigs hold, before a context is chosen. */
export interface Kubeconfig {
  /** Where it was read, for people. */
  readonly source: string
  readonly currentContext: string | undefined
  readonly contexts: readonly Context[]
  readonly clusters: readonly Cluster[]
  readonly users: readonly (User & { readonly folder?: string })[]
}

/**
 * The kubeconfig of some files: of a name that several hold, the first holds, as for kubectl; a file of a list may be missing.
 * Throws InputError, which tells a line at most: never what stands in it.
 */
export function kubeconfigOfFiles(list: string | undefined, { environment }: Surroundings): Kubeconfig {
  const source = list || environment.KUBECONFIG || join(environment.HOME ?? environment.USERPROFILE ?? '', '.kube', 'config')
  const files = source.split(delimiter).filter(Boolean)
  const present = files.filter((file) => existsSync(file))
  if (present.length === 0)
    throw mistake(source, 'there is no such kubeconfig', 'set KUBECONFIG, or the kubeconfig of the cluster, to a file that exists')
  return merged(source, present.map(kubeconfigOfFile))
}

/**
 * The kubeconfig that a text holds which came from elsewhere, such as one kept in a Secret. It may name no file and no command of this
 * machine: whoever can write the text could else run programs here, and send files away as tokens. Throws InputError.
 */
export function kubeconfigOfText(text: string, source: string): Kubeconfig {
  const document = documentOf(text, source)
  const refersHere = [...settingsOf(document.users, 'user'), ...settingsOf(document.clusters, 'cluster')].some((key) =>
    OF_THIS_MACHINE.has(key),
  )
  if (refersHere) throw mistake(source, 'names files or commands of this machine', 'use a token, or certificates with their data inside')
  return kubeconfigOf(document, source)
}

const OF_THIS_MACHINE: ReadonlySet<string> = new Set([
  ...['certificate-authority', 'client-certificate', 'client-key', 'tokenFile', 'token-file', 'exec', 'auth-provider'],
])

function settingsOf(list: unknown, key: 'user' | 'cluster'): string[] {
  const entries = Array.isArray(list) ? (list as (Record<string, unknown> | null)[]) : []
  return entries.flatMap((entry) => Object.keys(entry?.[key] ?? {}))
}

function kubeconfigOfFile(file: string): Kubeconfig {
  const folder = dirname(file)
  const document = documentOf(textOf(file), file)
  const found = kubeconfigOf(document, file, folder)
  const tokenFiles = tokenFilesOf(document.users)
  return { ...found, users: found.users.map((user) => ({ ...withTokenFile(user, tokenFiles.get(user.name), folder), folder })) }
}

/** kubectl's `tokenFile`, which client-node knows only of the cluster that it runs in, and reads anew each minute. */
function tokenFilesOf(users: unknown): ReadonlyMap<string, string> {
  const entries = Array.isArray(users) ? (users as ({ name?: string; user?: { tokenFile?: string } } | null)[]) : []
  return new Map(entries.flatMap((entry) => (entry?.name && entry.user?.tokenFile ? [[entry.name, entry.user.tokenFile] as const] : [])))
}

function withTokenFile(user: User, tokenFile: string | undefined, folder: string): User {
  if (tokenFile === undefined) return user
  return { ...user, authProvider: { name: 'tokenFile', config: { tokenFile: resolve(folder, tokenFile) } } }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw mistake(file, `cannot be read: ${(cause as NodeJS.ErrnoException).code}`, 'let Ballast read it')
  }
}

/** The cause is left out on purpose: a YAML parser's error quotes the text, and with it keys and tokens. */
function documentOf(text: string, source: string): Readonly<Record<string, unknown>> {
  try {
    const document: unknown = parse(text)
    if (typeof document === 'object' && document !== null) return document as Record<string, unknown>
  } catch (error) {
    const line = error instanceof YAMLParseError ? error.linePos?.[0].line : undefined
    throw notOne(source, line === undefined ? ': it is no YAML' : `: line ${line} is no YAML`)
  }
  throw notOne(source, '')
}

function kubeconfigOf(document: Readonly<Record<string, unknown>>, source: string, folder?: string): Kubeconfig {
  const config = new KubeConfig()
  try {
    config.loadFromString(JSON.stringify(document))
    if (folder !== undefined) config.makePathsAbsolute(folder)
  } catch (error) {
    const missing = /^((?:clusters|users|contexts)\[[0-9]+\][a-z.]*) is missing$/.exec((error as Error).message)?.[1]
    throw notOne(source, missing ? `: ${missing} is missing` : '')
  }
  const { clusters, users, contexts, currentContext } = config
  return { source, clusters, users, contexts, currentContext: currentContext || undefined }
}

const notOne = (source: string, because: string): InputError =>
  mistake(source, `is no kubeconfig${because}`, 'compare it with `kubectl config view`')

function merged(source: string, configs: readonly Kubeconfig[]): Kubeconfig {
  return {
    source,
    currentContext: configs.find(({ currentContext }) => currentContext)?.currentContext,
    contexts: firstOfEachName(configs.flatMap(({ contexts }) => contexts)),
    clusters: firstOfEachName(configs.flatMap(({ clusters }) => clusters)),
    users: firstOfEachName(configs.flatMap(({ users }) => users)),
  }
}

function firstOfEachName<Named extends { readonly name: string }>(named: readonly Named[]): Named[] {
  return [...new Map(named.toReversed().map((one) => [one.name, one])).values()].reverse()
}

export function mistake(source: string, message: string, remedy: string): InputError {
  return new InputError(source, [{ path: '', message, remedy }])
}
