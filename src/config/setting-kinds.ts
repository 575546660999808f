import { type TNumberOptions, type TSchemaOptions, Type } from 'typebox'

export const choice = <const Words extends string>(words: readonly Words[], options: TSchemaOptions) =>
  Type.Unsafe<Words>(
    Type.Union(
      words.map((word) => Type.Literal(word)),
      options,
    ),
  )
export const text = (options: TSchemaOptions) => Type.String({ minLength: 1, ...options })
export const number = <Unit extends number>(options: TNumberOptions) => Type.Unsafe<Unit>(Type.Number(options))
