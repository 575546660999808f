import type { Static, TSchema } from 'typebox'
import { parseDocument } from 'yaml'
import { schemaIssues } from '../../../domain/schema-check.ts'

/** What an annotation says, or what is wrong with it in words. */
export type AnnotationValue<Value> = { readonly value: Value } | { readonly wrong: string }

/** An annotation in YAML, of which JSON is a part, held to a schema. */
export function annotationValue<Schema extends TSchema>(text: string, schema: Schema): AnnotationValue<Static<Schema>> {
  const document = parseDocument(text, { uniqueKeys: true, prettyErrors: false })
  const [error] = document.errors
  if (error) return { wrong: `it is no valid YAML: ${error.message}` }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 0 })
    const issues = schemaIssues(schema, value)
    return issues.length === 0 ? { value: value as Static<Schema> } : { wrong: issues.map(issueText).join('; ') }
  } catch (refusal) {
    return { wrong: `it cannot be read: ${(refusal as Error).message}` }
  }
}

const issueText = ({ path, message, remedy }: { path: string; message: string; remedy?: string }): string =>
  `${path ? `${path} ` : ''}${message}${remedy ? ` (${remedy})` : ''}`
