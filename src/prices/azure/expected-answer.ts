import { type Static, type TSchema, Type } from 'typebox'
import { InputError } from '../../domain/input-error.ts'
import { checked } from '../../domain/schema-check.ts'
import { badAnswer } from '../price-source-error.ts'
import { azureErrorText } from './error-text.ts'

/** A field that Azure leaves out, or sends as null, where it has nothing to say. */
export const maybe = <Schema extends TSchema>(schema: Schema) => Type.Optional(Type.Union([schema, Type.Null()]))
export const maybeText = maybe(Type.String())

/** The answer as what its schema says; throws PriceSourceError with the first mistake, or with the error that came with status 200. */
export function expectedAnswer<Schema extends TSchema>(schema: Schema, json: unknown, where: string): Static<Schema> {
  try {
    return checked(schema, json, where)
  } catch (error) {
    if (!(error instanceof InputError)) throw error
    const [issue] = error.issues
    throw badAnswer(where, azureErrorText(json) ?? `the answer is not what was expected: ${issue?.path} ${issue?.message}`)
  }
}
