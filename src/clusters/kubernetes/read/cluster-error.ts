import type { Finding } from '../../../domain/finding.ts'

/**
 * unreachable: no connection; silent: no answer in time; untrusted: TLS; credentials: signing in failed here; unauthorised: the server refused
 * who asks (401); forbidden: what is asked (403); missing: no such thing is served (404); expired: a list's continuation (410);
 * overloaded: told to come back later (429, 5xx); broken: the answer is not what the API promises.
 */
export type ClusterFailure =
  | 'unreachable'
  | 'silent'
  | 'untrusted'
  | 'credentials'
  | 'unauthorised'
  | 'forbidden'
  | 'missing'
  | 'expired'
  | 'overloaded'
  | 'broken'

/** A cluster did not give what was asked of it. The message says which cluster, what and the remedy, and nothing of a kubeconfig's content. */
export class ClusterError extends Error {
  readonly cluster: string
  readonly failure: ClusterFailure
  /** What happened, without the cluster's name and the remedy. */
  readonly what: string
  readonly remedy: string
  /** What was found before it was given up: the rights that it lacks, for one. */
  readonly findings: readonly Finding[]

  constructor(
    {
      cluster,
      failure,
      what,
      remedy,
      findings = [],
    }: { cluster: string; failure: ClusterFailure; what: string; remedy: string; findings?: readonly Finding[] },
    options?: ErrorOptions,
  ) {
    super(`cluster ${cluster}: ${what} (${remedy})`, options)
    this.name = 'ClusterError'
    this.cluster = cluster
    this.failure = failure
    this.what = what
    this.remedy = remedy
    this.findings = findings
  }
}
