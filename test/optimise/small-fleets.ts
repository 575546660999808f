import { makeInstance } from '../../scripts/bench/instances/make-instance.ts'
import type { Problem } from '../../src/domain/problem.ts'
import { loadBundledCatalogue } from '../../src/prices/bundled/catalogue.ts'

const catalogue = loadBundledCatalogue()

/** A fleet as the benchmark draws them, with rules of every kind, real prices and a today; too large to name every way to fill a node. */
export const smallFleet = (seed: number, size: { agents: number; clusters?: number }): Problem =>
  makeInstance({ clusters: 3, types: 12, ...size }, seed, catalogue)
