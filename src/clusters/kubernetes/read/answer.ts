import { ClusterError, type ClusterFailure } from './cluster-error.ts'
import type { Answer } from './exchange.ts'

/** The JSON document of a good answer; a ClusterError for any other. */
export function answerOf({ status, contentType, text }: Answer, cluster: string, what: string): unknown {
  const document = parsed(text)
  if (status < 200 || status >= 300) throw refusal(status, document, cluster, what)
  if (typeof document === 'object' && document !== null) return document
  const kind = contentType.split(';')[0] || 'something'
  const remedy = 'see whether an API server stands at its address, and not a proxy or a sign-in page'
  throw new ClusterError({ cluster, failure: 'broken', what: `${what} was answered with ${kind} that is no JSON document`, remedy })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function refusal(status: number, document: unknown, cluster: string, what: string): ClusterError {
  const [failure, remedy] = meaningOf(status)
  const said = saidBy(document)
  return new ClusterError({ cluster, failure, what: `${what} was answered with ${status}${said ? `: ${said}` : ''}`, remedy })
}

function meaningOf(status: number): [ClusterFailure, string] {
  if (status === 401) return ['unauthorised', 'sign in again: its credentials have expired, or are not known there']
  if (status === 403) return ['forbidden', 'bind the ClusterRole of deploy/rbac/reader.yaml to it']
  if (status === 404) return ['missing', 'see whether the server is the one that is meant']
  if (status === 410) return ['expired', 'read again']
  if (status === 429 || status >= 500) return ['overloaded', 'read again later, or see what its API server lacks']
  return ['broken', 'see whether an API server stands at its address']
}

/** The message of a Kubernetes Status, which the server wrote. */
function saidBy(document: unknown): string | undefined {
  const { kind, message } = (document ?? {}) as { kind?: unknown; message?: unknown }
  return kind === 'Status' && typeof message === 'string' ? message.replaceAll(/\s+/g, ' ').slice(0, 300) : undefined
}
