import { expect, it } from 'vitest'
import { written } from '../../src/cli/prices/formats.ts'

const listing = (count: number) => ({
  name: 'prices',
  columns: ['type'],
  headings: { type: 'type' },
  rows: Array.from({ length: count }, (_, index) => ({ type: `m${index}.large` })),
})

it('a table for a person ends where nobody reads on, and says so', async () => {
  const lines = (await written('table', listing(1401), 100)).trimEnd().split('\n')
  expect(lines).toHaveLength(1 + 400 + 2)
  expect(lines.at(-1)).toBe('These are the first 400 of 1,401: narrow them down (--help tells how), or take all with --format csv.')
  expect(await written('table', listing(400), 100)).not.toContain('first')
})

it('a file for a program has every row', async () => {
  expect((await written('csv', listing(1401), 100)).trimEnd().split('\n')).toHaveLength(1402)
  expect(JSON.parse(await written('json', listing(1401), 100)).prices).toHaveLength(1401)
})
