import type { Finding } from '../../../domain/finding.ts'
import { LISTS, type ListName, resourceName } from './lists.ts'
import { objectName, type WithMetadata } from './project/metadata.ts'

/** So many objects of a list that cannot be understood are told one by one; the rest are counted nowhere else. */
const MOST_TOLD = 20

/** What is kept of each object of a list. One that cannot be understood is left out and told, and the others are kept. */
export function keeping(cluster: string, name: ListName, groupVersion: string, findings: Finding[]): (object: unknown) => unknown {
  const keep = LISTS[name].keep as (object: unknown, groupVersion: string) => unknown
  let told = 0
  return (object) => {
    try {
      return keep(object, groupVersion)
    } catch (error) {
      if (told++ < MOST_TOLD) findings.push(notUnderstood(cluster, name, object, error))
      return undefined
    }
  }
}

function notUnderstood(cluster: string, name: ListName, object: unknown, error: unknown): Finding {
  const { name: called, namespace } = objectName((object ?? {}) as WithMetadata)
  const subject = `${resourceName(LISTS[name])} ${namespace ? `${namespace}/` : ''}${called || 'without a name'}`
  const message = `it is left out, for it cannot be understood: ${(error as Error).message.replaceAll(/\s+/g, ' ')}`
  return { severity: 'warning', cluster, subject, message, remedy: 'correct it with `kubectl edit`' }
}
