/**
 * What a SKU's description calls the cores and the memory of some machine series, before `Core running in …` and `Ram running in …`.
 * The catalogue has no field for the series: the words are all there is. `Compute optimized` is C2, with and without `Instance`;
 * `Memory-optimized` alone is M1. M2 has no rates of its own (M1 and a premium), so it is not here and has no price.
 */
const SERIES_BY_WORDS: ReadonlyMap<string, string> = new Map([
  ['N1 Predefined Instance', 'n1'],
  ['Compute optimized', 'c2'],
  ['Compute optimized Instance', 'c2'],
  ['Memory-optimized Instance', 'm1'],
  ['M3 Memory-optimized Instance', 'm3'],
  ['M4Ultramem224 Instance', 'm4-ultramem-224'],
])

/** Series whose words are their name, for some with the processor's maker or kind: `N2D AMD Instance`, `T2A Arm Instance`. */
const PLAIN_SERIES: ReadonlySet<string> = new Set(
  'e2 n2 n2d n4 n4a n4d t2a t2d c2d c3 c3d c4 c4a c4d c4n m4 m4n h3 h4d z3 a2 a3 a3plus a3ultra g2 g4'.split(' '),
)
const PLAIN_WORDS = /^(\w+)(?: (?:AMD|Arm))? Instance$/

/** The series that a description's words before `Core` or `Ram` name: `n2d` for `N2D AMD Instance`; undefined where they name none. */
export function seriesOfWords(words: string): string | undefined {
  const plain = PLAIN_WORDS.exec(words)?.[1]?.toLowerCase() ?? ''
  return SERIES_BY_WORDS.get(words) ?? (PLAIN_SERIES.has(plain) ? plain : undefined)
}

/**
 * Types whose name does not begin with the series that they are billed by.
 * N1's large-memory types became M1 with other rates, and what A3 Edge is billed by no source says: '' is none.
 */
const SERIES_BY_TYPE: readonly [RegExp, string][] = [
  [/^a3-megagpu-/, 'a3plus'],
  [/^a3-ultragpu-/, 'a3ultra'],
  [/^a3-edgegpu-/, ''],
  [/^m4-ultramem-224$/, 'm4-ultramem-224'],
  [/^n1-(megamem|ultramem)-/, ''],
]

/** The series by whose rates a machine type is billed. */
export function seriesOfType(instanceType: string): string {
  const exception = SERIES_BY_TYPE.find(([pattern]) => pattern.test(instanceType))
  return exception ? exception[1] : instanceType.split('-')[0]!
}
