import { type Span, spanOf } from './dates.ts'

/** Where a row's figures come from, told apart: one line of the tables may name three sources and two dates. */
export interface RowSources {
  readonly onDemand: Cited | undefined
  readonly spot: Cited | undefined
  readonly specification: string | undefined
}

export interface Cited {
  readonly source: string
  /** Undefined where the table gives no date. */
  readonly span: Span | undefined
}

/** Splits `od=A; spot=B; spec=C` with `od 2026-06-18; spot 2026-06-21`, and the shared `od+spot=A` with one date. */
export function rowSources(source: string, asOf: string): RowSources {
  const named = labelled(source, '=')
  const dated = labelled(asOf, ' ')
  const cited = (kind: string): Cited | undefined => {
    const text = named.get(kind) ?? named.get('od+spot')
    return text === undefined ? undefined : { source: text, span: spanOf(dated.get(kind) ?? asOf) }
  }
  return { onDemand: cited('od'), spot: cited('spot'), specification: named.get('spec') }
}

function labelled(text: string, separator: string): Map<string, string> {
  const parts = text.split('; ').filter((part) => part.includes(separator))
  return new Map(
    parts.map((part) => {
      const at = part.indexOf(separator)
      return [part.slice(0, at), part.slice(at + separator.length)]
    }),
  )
}
