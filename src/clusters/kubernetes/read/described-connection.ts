/** How a cluster is reached, as the configuration tells it: exactly one of a context, `inCluster` and a Secret of another cluster. */
export interface DescribedConnection {
  /** The cluster's id in the configuration. */
  readonly id: string
  /** A context's name in the kubeconfig. */
  readonly context?: string
  /** A file, or several as KUBECONFIG lists them; absent: KUBECONFIG, else `.kube/config` in the home folder. */
  readonly kubeconfig?: string
  /** The cluster that Ballast itself runs in, by its service account. */
  readonly inCluster?: boolean
  /** A kubeconfig kept in a Secret of another connected cluster. Its `context` is used, else its current one. */
  readonly kubeconfigSecret?: { readonly cluster: string; readonly namespace: string; readonly name: string; readonly key: string }
}

/** What of the process's surroundings decides how clusters are reached: handed in, since only the composition reads the environment. */
export interface Surroundings {
  /** Names and values as the process has them: KUBECONFIG, HOME, and what sign-in commands need. */
  readonly environment: Readonly<Record<string, string | undefined>>
}
