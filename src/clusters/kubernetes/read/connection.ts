import type { Finding } from '../../../domain/finding.ts'
import type { DescribedConnection, Surroundings } from './described-connection.ts'
import { inClusterAccess } from './in-cluster.ts'
import { type Access, accessOf } from './kubeconfig-context.ts'
import { kubeconfigOfFiles, mistake } from './kubeconfig-files.ts'
import { kubeconfigInSecret } from './kubeconfig-secret.ts'
import { type Question, type Talk, talkTo } from './talk.ts'

/** A cluster that can be asked. Nothing is called before the first question. */
export interface Connection {
  /** The cluster's id in the configuration. */
  readonly cluster: string
  /** The answer's JSON document. Throws ClusterError; or what the signal was aborted with. */
  ask(question: Question): Promise<unknown>
  /** What was noticed of how it is reached: of a kubeconfig in a Secret only once it has been asked something. */
  findings(): readonly Finding[]
  /** Lets go of its open connections. */
  close(): void
}

/**
 * A connection as described, without any call. `others` are the connections that a kubeconfig in a Secret may be read through.
 * Throws InputError for a kubeconfig or a context that is not there.
 */
export function connect(
  described: DescribedConnection,
  surroundings: Surroundings,
  others: ReadonlyMap<string, Connection> = new Map(),
): Connection {
  const { id, kubeconfigSecret } = described
  if (!kubeconfigSecret) return connectionTo(id, talkTo(id, accessAsDescribed(described, surroundings), surroundings))
  const host = others.get(kubeconfigSecret.cluster)
  if (!host)
    throw mistake(
      `cluster ${id}`,
      `its kubeconfig lies in "${kubeconfigSecret.cluster}", which is not connected before it`,
      'name a cluster that is',
    )
  return connectionLater(id, async (signal) =>
    talkTo(id, accessOf(await kubeconfigInSecret(host, kubeconfigSecret, signal), described.context), surroundings),
  )
}

function accessAsDescribed({ id, context, kubeconfig, inCluster }: DescribedConnection, surroundings: Surroundings): Access {
  if (inCluster) return inClusterAccess(id, surroundings)
  return accessOf(kubeconfigOfFiles(kubeconfig, surroundings), context)
}

function connectionTo(cluster: string, talk: Talk): Connection {
  return { cluster, ask: talk.ask, findings: () => talk.findings, close: talk.close }
}

/** Opened by the first question; where that fails, the next question tries again. */
function connectionLater(cluster: string, open: (signal: AbortSignal) => Promise<Talk>): Connection {
  let opened: Promise<Talk> | undefined
  let talk: Talk | undefined
  return {
    cluster,
    async ask(question) {
      opened ??= open(question.signal)
      try {
        talk = await opened
      } catch (error) {
        opened = undefined
        throw error
      }
      return talk.ask(question)
    },
    findings: () => talk?.findings ?? [],
    close: () => talk?.close(),
  }
}
