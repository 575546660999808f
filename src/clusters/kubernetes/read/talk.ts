import { setTimeout as pause } from 'node:timers/promises'
import type { Finding } from '../../../domain/finding.ts'
import { answerOf } from './answer.ts'
import { ClusterError } from './cluster-error.ts'
import type { Surroundings } from './described-connection.ts'
import { type Answer, exchange } from './exchange.ts'
import type { Access } from './kubeconfig-context.ts'
import { networkFailure } from './network-failure.ts'
import { type Letter, signerOf } from './sign.ts'
import { SignInError } from './sign-in-command.ts'

/** One thing that is asked of an API server. */
export interface Question {
  /** From the root, with its query. */
  readonly path: string
  /** Sent as JSON with POST; only reviews of rights have one. Absent: GET. */
  readonly body?: unknown
  /** True where the objects' metadata is enough: the server then leaves the rest out, where it can. */
  readonly isMetadataEnough?: boolean
  /** Ends the question: its reason should be a TimeoutError where time ran out. */
  readonly signal: AbortSignal
}

export interface Talk {
  readonly findings: readonly Finding[]
  ask(question: Question): Promise<unknown>
  close(): void
}

/** Passing trouble is tried again so often, within the question's time. */
const TRIES = 4
const FIRST_PAUSE_MS = 250

/** Questions and answers over HTTP: signed, tried again where the trouble may pass, each failure told as a ClusterError. */
export function talkTo(cluster: string, access: Access, surroundings: Surroundings): Talk {
  const signer = signerOf(access, surroundings)
  return {
    findings: access.cluster.skipTLSVerify ? [unverified(cluster, access)] : [],
    close: signer.close,
    async ask(question) {
      const what = `${question.body === undefined ? 'GET' : 'POST'} ${question.path.split('?')[0]}`
      const letter = await signed(signer.sign, question, cluster, access)
      const answer = await exchanged(letter, question.signal, cluster, what)
      return answerOf(answer, cluster, what)
    },
  }
}

async function signed(
  sign: (question: Question) => Promise<Letter>,
  question: Question,
  cluster: string,
  { source }: Access,
): Promise<Letter> {
  try {
    return await sign(question)
  } catch (error) {
    if (question.signal.aborted) throw ended(question.signal, cluster, 'signing in')
    const [why, remedy] =
      error instanceof SignInError
        ? [error.message, error.remedy]
        : ['its credentials cannot be used', 'check the files that its user names, and sign in again']
    throw new ClusterError({ cluster, failure: 'credentials', what: `${why}, as ${source} describes it`, remedy })
  }
}

async function exchanged(letter: Letter, signal: AbortSignal, cluster: string, what: string): Promise<Answer> {
  for (let tries = 1; ; tries++) {
    try {
      const answer = await exchange(letter, signal)
      if (tries === TRIES || !isPassing(answer.status)) return answer
      await pause(answer.retryAfterMs ?? FIRST_PAUSE_MS * 2 ** tries, undefined, { signal })
    } catch (error) {
      if (signal.aborted) throw ended(signal, cluster, what)
      const failure = networkFailure(error)
      if (tries === TRIES || !failure.isPassing) throw new ClusterError({ cluster, ...failure }, { cause: error })
      await pause(FIRST_PAUSE_MS * 2 ** tries, undefined, { signal }).catch(() => undefined)
    }
  }
}

const isPassing = (status: number): boolean => status === 429 || (status >= 500 && status !== 501 && status !== 505)

function ended(signal: AbortSignal, cluster: string, what: string): unknown {
  if ((signal.reason as Error | undefined)?.name !== 'TimeoutError') return signal.reason
  const remedy = 'see whether its API server is up and reachable, or give it more time'
  return new ClusterError({ cluster, failure: 'silent', what: `no answer in time to ${what}`, remedy })
}

const unverified = (cluster: string, { source }: Access): Finding => ({
  severity: 'warning',
  cluster,
  subject: `kubeconfig ${source}`,
  message:
    'insecure-skip-tls-verify is set: whoever stands between Ballast and the API server can read its credentials and change its answers',
  remedy: 'give certificate-authority-data instead',
})
