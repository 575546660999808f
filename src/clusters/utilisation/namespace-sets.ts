/** One query asks for so many pods at once, where a single namespace does not have more. */
const MOST_PODS = 500

export interface NamespaceSet {
  readonly namespaces: readonly string[]
  /** That stand there today. */
  readonly pods: number
}

/** Namespaces that one query asks for together, in one order whatever the order of theirs. */
export function namespaceSets(podsByNamespace: ReadonlyMap<string, number>): NamespaceSet[] {
  const sets: { namespaces: string[]; pods: number }[] = []
  for (const [namespace, pods] of [...podsByNamespace].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const last = sets.at(-1)
    if (last && last.pods + pods <= MOST_PODS) {
      last.namespaces.push(namespace)
      last.pods += pods
    } else sets.push({ namespaces: [namespace], pods })
  }
  return sets
}
