import { InvalidArgumentError } from 'commander'
import { didYouMean } from '../../domain/nearest-name.ts'
import { SOURCES, type SourceName } from '../../prices/source.ts'

/** Names with commas between, the option given once or more often; each name counts once. */
export function names(text: string, before: readonly string[] = []): readonly string[] {
  const given = namesIn(text)
  if (given.length === 0) throw new InvalidArgumentError('Give at least one name.')
  return [...new Set([...before, ...given])]
}

export function sourceNames(text: string, before: readonly SourceName[] = []): readonly SourceName[] {
  const unknown = namesIn(text).find((name) => !isSource(name))
  if (unknown !== undefined) throw new InvalidArgumentError(`"${unknown}" is no source: ${didYouMean(unknown, SOURCES)}`)
  return names(text, before) as readonly SourceName[]
}

export const namesIn = (text: string): string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')

const isSource = (name: string): name is SourceName => (SOURCES as readonly string[]).includes(name)
