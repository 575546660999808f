import { openStore } from '../../../src/store/store.ts'
import { many, POLICY } from '../../contract/prices/price-store.ts'

/** A process that keeps answer after answer of one refresh until it is killed: all prices of an answer are the same. */
const store = await openStore(process.argv[2]!, { now: () => new Date() })
const { id } = await store.prices.start('all', { anew: true })
for (let turn = 1; ; turn++) {
  const feed = { id: `feed ${turn}`, source: 'acme', listing: 'acme-list', provider: 'acme' }
  const answer = { regions: ['eu-1'], prices: many(500, 1 + (turn % 2)), leftOut: {} }
  await store.prices.keep(id, feed, answer, POLICY, new Date())
  process.stdout.write(`${turn}\n`)
}
