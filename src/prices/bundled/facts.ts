import { readFileSync } from 'node:fs'
import type { Provenance } from '../../domain/catalogue.ts'

/**
 * One file of `data/`, read as it was written by scripts/refresh-data.ts; data/README.md describes each.
 * Throws where the file is missing or cut off, naming the remedy.
 */
export function readFacts<Facts>(name: string): Facts {
  try {
    return JSON.parse(readFileSync(new URL(`../../../data/${name}`, import.meta.url), 'utf8')) as Facts
  } catch (cause) {
    throw new Error(`data/${name} cannot be read; restore it from the repository, or run scripts/refresh-data.ts`, { cause })
  }
}

/** The sources and dates that the other files refer to by place. */
export function readProvenance(): (place: number) => Provenance {
  const { rows } = readFacts<{ rows: [string, string, string | null][] }>('provenance.json')
  const table = rows.map(([source, asOf]) => Object.freeze({ source, asOf }))
  return (place) => {
    const found = table[place]
    if (!found)
      throw new Error(`data/provenance.json has no row ${place}: run scripts/refresh-data.ts, so that all files of data/ are of one make`)
    return found
  }
}
