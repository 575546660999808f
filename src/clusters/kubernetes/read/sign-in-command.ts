import { type ExecFileException, execFile } from 'node:child_process'
import { basename, isAbsolute, join } from 'node:path'
import type { User } from '@kubernetes/client-node'
import type { Surroundings } from './described-connection.ts'

/** What a kubeconfig's `exec` says: a command that prints an ExecCredential. */
interface SignInCommand {
  readonly apiVersion?: string
  readonly command?: string
  readonly args?: readonly string[] | null
  readonly env?: readonly { readonly name: string; readonly value: string }[] | null
}

/** What the command gave: a token, a client certificate with its key, or both. */
export interface Credential {
  readonly token?: string
  readonly clientCertificateData?: string
  readonly clientKeyData?: string
  readonly expirationTimestamp?: string
}

/** Signing in failed; the message shows nothing that the command printed to its standard output. */
export class SignInError extends Error {
  readonly remedy: string

  constructor(message: string, remedy: string) {
    super(message)
    this.name = 'SignInError'
    this.remedy = remedy
  }
}

/** Asks the user's sign-in command, once until what it gave expires. The command ends with the signal, which client-node's own does not. */
export function signInCommandOf(
  user: User & { readonly folder?: string },
  { environment }: Surroundings,
): ((signal: AbortSignal) => Promise<Credential>) | undefined {
  const exec = user.exec as SignInCommand | null | undefined
  if (!exec) return undefined
  let known: Credential | undefined
  return async (signal) => {
    if (!known || hasExpired(known)) known = await credentialOf(exec, user.folder, environment, signal)
    return known
  }
}

const hasExpired = ({ expirationTimestamp }: Credential): boolean =>
  expirationTimestamp !== undefined && !(Date.parse(expirationTimestamp) > Date.now() + 10_000)

async function credentialOf(
  exec: SignInCommand,
  folder: string | undefined,
  environment: Surroundings['environment'],
  signal: AbortSignal,
): Promise<Credential> {
  if (!exec.command) throw new SignInError('its sign-in command is empty', 'give `exec.command` in the kubeconfig')
  const added = Object.fromEntries((exec.env ?? []).map(({ name, value }) => [name, value]))
  const env = { ...environment, KUBERNETES_EXEC_INFO: execInfo(exec), ...added }
  const output = await run(commandPath(exec.command, folder), exec.args ?? [], env, signal)
  return statusOf(output, basename(exec.command))
}

/** As kubectl: a path with a slash is meant from the kubeconfig's folder, a bare name is looked for in PATH. */
const commandPath = (command: string, folder: string | undefined): string =>
  folder && command.includes('/') && !isAbsolute(command) ? join(folder, command) : command

const execInfo = ({ apiVersion = 'client.authentication.k8s.io/v1' }: SignInCommand): string =>
  JSON.stringify({ apiVersion, kind: 'ExecCredential', spec: { interactive: false } })

function run(command: string, args: readonly string[], env: Surroundings['environment'], signal: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = execFile(command, [...args], { env: { ...env }, signal, maxBuffer: 1 << 20 }, (error, stdout, stderr) => {
      if (!error) resolve(stdout)
      else reject(signal.aborted ? error : failureOf(error, basename(command), stderr))
    })
    child.stdin?.end()
  })
}

function failureOf({ code }: ExecFileException, command: string, stderr: string): SignInError {
  if (code === 'ENOENT')
    return new SignInError(`its sign-in command ${command} is not installed`, `install ${command}, and let PATH name its folder`)
  if (code === 'EACCES') return new SignInError(`its sign-in command ${command} may not be run`, `make ${command} executable`)
  const said = lastLine(stderr)
  return new SignInError(
    `its sign-in command ${command} failed${said ? `: ${said}` : ''}`,
    `sign in with ${command} by hand, then try again`,
  )
}

/** What it complained of; anything that may be a secret is left out. */
function lastLine(stderr: string): string {
  const line = stderr.trim().split('\n').at(-1)?.trim() ?? ''
  return line.replaceAll(/[\w+/=.-]{20,}/g, '…').slice(0, 200)
}

function statusOf(output: string, command: string): Credential {
  const status = credentialIn(output)
  const isUsable = status?.token || (status?.clientCertificateData && status.clientKeyData)
  if (!isUsable)
    throw new SignInError(`its sign-in command ${command} printed no credential`, `see what \`${command}\` prints when run by hand`)
  return status
}

function credentialIn(output: string): Credential | undefined {
  try {
    return (JSON.parse(output) as { status?: Credential } | null)?.status
  } catch {
    return undefined
  }
}
