import type { Catalogue } from '../domain/catalogue.ts'
import { ruleText } from '../domain/price-rule.ts'
import type { PriceFile } from '../prices/file/price-file.ts'
import { withUserPrices } from './additions.ts'
import { withCommitments } from './commitments.ts'
import { shapedMachines } from './own-machines.ts'
import { idleRules, ruledMachine, withPriceRules } from './price-rules.ts'

/**
 * The catalogue as a user's price files change it: rules change list prices, negotiated prices take the place of what then stands there
 * (changed only by rules that say so), and commitments are added. Throws InputError where a file and the catalogue, or two files, disagree.
 */
export function withPriceFiles(catalogue: Catalogue, files: readonly PriceFile[]): Catalogue {
  const rules = files.flatMap((file) => file.rules)
  const forAll = rules.filter(({ appliesTo }) => appliesTo === 'all')
  const own = files.flatMap((file) => shapedMachines(catalogue, file.machines, file.source))
  const told = files.flatMap((file) => [...file.notes, ...(file.rules.length > 0 ? [rulesNote(file)] : [])])
  const notes = [...(catalogue.notes ?? []), ...told, ...idleRules(catalogue, own, rules)]
  const priced = withUserPrices(
    withPriceRules(catalogue, rules),
    own.map((machine) => ruledMachine(machine, forAll, 'negotiated')),
  )
  const commitments = files.flatMap((file) => file.commitments)
  return Object.freeze({ ...withCommitments(priced, commitments), ...(notes.length > 0 && { notes }) })
}

function rulesNote({ source, rules }: PriceFile): string {
  const changed = rules.some(({ appliesTo }) => appliesTo === 'all') ? 'prices' : 'list prices'
  return `${source} changes ${changed}: ${rules.map(ruleText).join('; ')}.`
}
