import type { SourceName } from '../../prices/source.ts'

/**
 * The sources whose readings a live catalogue is made of, in the order in which they are believed. The bundled prices are no reading: they
 * stand in by themselves. A user's own files are read each time that a catalogue is made, and change it then.
 */
export function liveSources(inOrder: readonly SourceName[], asked: readonly string[]): SourceName[] {
  return inOrder.filter((source) => source !== 'bundled' && source !== 'file' && asked.includes(source))
}

/** In which order to show what several sources know: as a plan believes them, a user's own file first; then those that no plan is made with. */
export function sourcesAsPlanned(inOrder: readonly SourceName[], asked: readonly string[]): SourceName[] {
  return [...new Set<SourceName>(['file', ...liveSources(inOrder, asked), ...inOrder])]
}
