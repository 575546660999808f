import { describe, expect, it } from 'vitest'
import { InputError } from '../../src/domain/input-error.ts'
import { regionsBySource } from '../../src/prices/asked-regions.ts'
import type { SourceName } from '../../src/prices/source.ts'

const KNOWN = [
  { provider: 'aws', region: 'eu-west-1' },
  { provider: 'aws', region: 'us-east-1' },
  { provider: 'aws', region: 'us-west-1' },
  { provider: 'azure', region: 'westeurope' },
  { provider: 'azure', region: 'westus2' },
  { provider: 'gcp', region: 'us-east1' },
]
const ALL: readonly SourceName[] = ['azure-ratecard', 'aws', 'azure', 'gcp', 'bundled']

function asked(names: readonly string[], sources: readonly SourceName[] = ALL) {
  const { bySource, warnings } = regionsBySource(sources, names, KNOWN)
  return { ...Object.fromEntries(bySource), warnings }
}

function mistakes(names: readonly string[], sources: readonly SourceName[] = ALL) {
  try {
    regionsBySource(sources, names, KNOWN)
  } catch (error) {
    if (error instanceof InputError) return error.issues
    throw error
  }
  return []
}

describe('which source is asked for a region', () => {
  it('each whose cloud it is of, and the bundled prices, which know all three', () => {
    expect(asked(['westeurope', 'eu-west-1'], ['azure-ratecard', 'aws', 'azure', 'bundled'])).toEqual({
      'azure-ratecard': ['westeurope'],
      aws: ['eu-west-1'],
      azure: ['westeurope'],
      bundled: ['westeurope', 'eu-west-1'],
      warnings: [],
    })
  })

  it('once, also where it is named twice', () => {
    expect(asked(['eu-west-1', 'eu-west-1'], ['aws'])).toEqual({ aws: ['eu-west-1'], warnings: [] })
  })

  it('a source with no region of its own is not asked, and that is told', () => {
    expect(asked(['eu-west-1'], ['aws', 'gcp'])).toEqual({
      aws: ['eu-west-1'],
      warnings: ['gcp is not asked: none of the named regions is its own'],
    })
  })

  it('a price file is asked for every name: its operators are their own', () => {
    expect(asked(['hamburg'], ['file'])).toEqual({ file: ['hamburg'], warnings: [] })
  })

  it.each([
    ['us-east-3', 'aws'],
    ['eusc-de-east-1', 'aws'],
    ['westus9', 'azure'],
    ['denmarkeast', 'azure'],
    ['africa-south3', 'gcp'],
  ] as const)('%s, which Ballast does not know, is named as %s names its regions: it is asked, with a warning', (name, cloud) => {
    const { warnings, ...regions } = asked([name], [cloud])
    expect([regions, warnings]).toEqual([{ [cloud]: [name] }, [expect.stringContaining('no region that Ballast knows')]])
  })
})

describe('a region is refused', () => {
  it.each([
    ['eu-wets-1', 'did you mean "eu-west-1"?'],
    ['westeurop', 'did you mean "westeurope"?'],
    ['EU-WEST-1', 'did you mean "eu-west-1"?'],
    ['Dublin!', 'known: eu-west-1, us-east-1, us-west-1, westeurope, westus2, us-east1'],
  ])('%s is a slip of the pen: %s', (name, remedy) => {
    expect(mistakes([name])).toEqual([{ path: name, message: 'is no known region', remedy }])
  })

  it('where it is of a cloud that is not asked', () => {
    expect(mistakes(['us-east1'], ['aws'])).toEqual([
      { path: 'us-east1', message: 'is a region of gcp, which is not among the sources (aws)', remedy: 'add the source gcp' },
    ])
  })

  it('with every other mistake at once', () => {
    expect(mistakes(['eu-wets-1', 'eu-west-1', 'westeurop']).map(({ path }) => path)).toEqual(['eu-wets-1', 'westeurop'])
  })
})
