import type { SourceName } from '../../prices/source.ts'

/**
 * The sources whose readings a live catalogue is made of, in the order in which they are believed. The bundled prices are no reading: they
 * stand in by themselves. A user's own files are read each time that a catalogue is made, and change it then.
 */
export function liveSources(inOrder: readonly SourceName[], asked: readonly string[]): SourceName[] {
  return inOrder.filter((source) => source !== 'bundled' && source !== 'file' && asked.includes(source))
}

interface Planned {
  readonly sources: readonly string[]
  readonly hasPriceFile: boolean
}

/** In which order to show what several sources know: as a plan believes them, a user's own file first; then those that no plan is made with. */
export function sourcesAsPlanned(inOrder: readonly SourceName[], { sources, hasPriceFile }: Planned): SourceName[] {
  const others = inOrder.filter((source) => source !== 'file')
  return [...new Set<SourceName>([...(hasPriceFile ? ['file' as const] : []), ...liveSources(inOrder, sources), ...others, 'file'])]
}
