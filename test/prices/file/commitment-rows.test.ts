import { expect, test } from 'vitest'
import { parsePriceFile } from '../../../src/prices/file/price-file.ts'
import { issuesOf } from '../../issues-of.ts'

const now = new Date('2026-07-20T00:00:00Z')
const HEAD = 'kind,program,provider,region,instanceType,count,termEnds,usdPerHour,payable,currency,observedAt'
const GOOD = 'commitment,reserved instance,aws,eu-west-1,m7i.xlarge,5,2027-03-01,0.12,,USD,2026-07-10'
const file = (...rows: string[]) => parsePriceFile([HEAD, ...rows, ''].join('\n'), { format: 'csv', source: 'deals.csv', now })
const issues = (...rows: string[]) => issuesOf(() => file(...rows)).map(({ path, message }) => `${path}: ${message}`)
const remedies = (...rows: string[]) => issuesOf(() => file(...rows)).map(({ remedy }) => remedy)

test('a commitment says what was bought, where, until when, and what is still payable whether or not a node runs', () => {
  expect(file(GOOD).commitments).toEqual([
    {
      program: 'reserved instance',
      provider: 'aws',
      region: 'eu-west-1',
      instanceType: 'm7i.xlarge',
      count: 5,
      termEnds: '2027-03-01',
      usdPerHour: 0.12,
      payable: 'always',
      source: 'deals.csv',
      asOf: '2026-07-10',
      line: 2,
    },
  ])
})

test('YAML says the same, in a list of its own', () => {
  const text = `commitments:
  - { program: reserved instance, provider: aws, region: eu-west-1, instanceType: m7i.xlarge, count: 5, termEnds: 2027-03-01,
      usdPerHour: 0.12, currency: USD, observedAt: 2026-07-10 }
rules:
  - { provider: azure, change: -12 % }
`
  const { commitments, rules } = parsePriceFile(text, { format: 'yaml', source: 'deals.csv', now })
  expect(commitments).toEqual(file(GOOD).commitments)
  expect(rules).toMatchObject([{ provider: 'azure', change: -0.12, line: 5 }])
})

test('what is paid up front says so in words: a bare 0 and an empty cell are refused', () => {
  expect(file(GOOD.replace('0.12,,USD', 'all upfront,,')).commitments).toMatchObject([{ usdPerHour: 0 }])
  const zero = GOOD.replace('0.12', '0')
  expect(issues(zero, GOOD.replace('0.12', ''))).toEqual([
    'line 2, usdPerHour: "0" is not a finite number above 0',
    'line 3, usdPerHour: it is missing',
  ])
  expect(remedies(zero)).toEqual(['write "all upfront" where nothing is payable any more'])
})

test('what is payable in another currency is converted by the configured rate, or refused', () => {
  const pounds = GOOD.replace('USD', 'GBP')
  expect(issues(pounds)).toEqual(['line 2, currency: no rate of GBP to USD is configured'])
  const exchange = { asked: 'USD', usdPerUnit: new Map([['GBP', 1.25]]) }
  const { commitments } = parsePriceFile(`${HEAD}\n${pounds}\n`, { format: 'csv', source: 'deals.csv', now, exchange })
  expect(commitments[0]!.usdPerHour).toBe(0.15)
})

test('every mistake of a row is told at once', () => {
  expect(issues('commitment,spot fleet,aws,,m7i.*,2.5,soon,-1,sometimes,,2026-08-01')).toEqual([
    'line 2, program: "spot fleet" is not reserved instance or savings plan or committed use',
    'line 2, region: it is missing',
    'line 2, instanceType: "m7i.*" is no single machine type',
    'line 2, count: "2.5" is not a whole number from 1',
    'line 2, termEnds: "soon" is no date',
    'line 2, usdPerHour: "-1" is not a finite number above 0',
    'line 2, currency: it is missing',
    'line 2, payable: "sometimes" is not always or while running',
  ])
  expect(issues(GOOD.replace('2026-07-10', '2026-08-01'))).toEqual(['line 2, observedAt: 2026-08-01 is still to come'])
  expect(issues(GOOD.replace(',5,', ',0,'))).toEqual(['line 2, count: "0" is not a whole number from 1'])
})

test('one whose term has ended is left out, and a note says so; it ends at midnight UTC', () => {
  const { commitments, notes } = file(GOOD.replace('2027-03-01', '2026-07-20'), GOOD.replace('2027-03-01', '2026-07-20T00:00:01Z'))
  expect(commitments.map(({ line }) => line)).toEqual([3])
  expect(notes).toEqual(['deals.csv, line 2: the reserved instance of 5 m7i.xlarge (aws, eu-west-1) ended on 2026-07-20 and is left out.'])
})

test('a commitment of two years ago still holds: it does not age as prices do', () => {
  expect(file(GOOD.replace('2026-07-10', '2024-07-10')).commitments).toHaveLength(1)
})

test('nodes that were bought at several times stand in several lines, but the same line twice is refused', () => {
  expect(file(GOOD, GOOD.replace('2027-03-01,0.12', '2027-09-01,0.11')).commitments).toHaveLength(2)
  expect(issues(GOOD, GOOD.replace(',5,', ',3,'))).toEqual(['line 3: it already stands in line 2'])
})

test('commitments for all regions and for one of them overlap, and are refused', () => {
  const everywhere = GOOD.replace('eu-west-1', 'all')
  expect(issues(GOOD, everywhere)).toEqual(['line 3: it overlaps with line 2: one is for all regions of aws, one for a region'])
  expect(issues(GOOD, everywhere.replace('m7i.xlarge', 'm7i.large'))).toEqual([])
  expect(issues(GOOD, GOOD.replace('eu-west-1', 'us-east-1'))).toEqual([])
})

test('nodes that cost different rates while they run cannot be told apart, and are refused', () => {
  const running = (rate: string) => GOOD.replace('0.12,', `${rate},while running`)
  expect(issues(running('0.12'), running('0.13'))).toEqual([
    'line 3: a running node costs another rate than by line 2, and their nodes cannot be told apart',
  ])
  expect(issues(running('0.12'), running('0.12').replace('2027', '2028'))).toEqual([])
  expect(issues(GOOD, GOOD.replace('0.12', '0.13'))).toEqual([])
})
