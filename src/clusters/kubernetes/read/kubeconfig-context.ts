import type { Cluster, User } from '@kubernetes/client-node'
import { didYouMean } from '../../../domain/nearest-name.ts'
import { type Kubeconfig, mistake } from './kubeconfig-files.ts'

/** Whom to ask and as whom: what one context of a kubeconfig says. */
export interface Access {
  /** Where it was read, for people. */
  readonly source: string
  readonly cluster: Cluster
  readonly user: Kubeconfig['users'][number]
}

/** The access of a context, the current one where none is named. Throws InputError where it, its cluster or its user is not there. */
export function accessOf(kubeconfig: Kubeconfig, name = kubeconfig.currentContext): Access {
  const { source, contexts } = kubeconfig
  if (name === undefined) throw mistake(source, 'has no current context', `name one: ${contextNames(kubeconfig)}`)
  const context = contexts.find((one) => one.name === name)
  if (!context)
    throw mistake(
      source,
      `has no context "${name}"`,
      didYouMean(
        name,
        contexts.map((one) => one.name),
      ),
    )
  const cluster = kubeconfig.clusters.find((one) => one.name === context.cluster)
  if (!cluster) throw mistake(source, `context "${name}" names a cluster that is not there`, 'add the cluster, or name another context')
  const user = context.user ? kubeconfig.users.find((one) => one.name === context.user) : NOBODY
  if (!user) throw mistake(source, `context "${name}" names a user who is not there`, 'add the user, or name another context')
  requireServer(cluster, name, source)
  return { source, cluster, user }
}

const NOBODY: User = { name: '' }

const contextNames = ({ contexts }: Kubeconfig): string => contexts.map(({ name }) => name).join(', ') || 'there is none'

/** Credentials travel over TLS, or stay on this machine (`kubectl proxy`). */
function requireServer({ server }: Cluster, context: string, source: string): void {
  const url = URL.parse(server)
  if (url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname))) return
  throw mistake(
    source,
    `the server of context "${context}" is not an https address`,
    'give its https address: http is for this machine alone',
  )
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.[0-9]+){3}$/.test(host)
}
