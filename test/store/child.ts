import { openStore } from '../../src/store/store.ts'

/** A process with the store open: it tells its run, then writes without end until it is killed. */
const store = await openStore(process.argv[2]!, { now: () => new Date() })
const { id } = await store.runs.start('nightly')
process.stdout.write(`${id}\n`)
for (let replicas = 0; ; replicas++) {
  await store.transaction(async ({ audit }) => {
    await audit.append({ actor: 'mia', action: 'scale', subject: 'first of two', new: { replicas }, reason: 'cheaper' })
    await audit.append({ actor: 'mia', action: 'scale', subject: 'second of two', new: { replicas }, reason: 'cheaper' })
  })
  process.stdout.write('wrote two\n')
}
