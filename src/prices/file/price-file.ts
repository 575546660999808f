import { readFileSync } from 'node:fs'
import type { Commitment } from '../../domain/commitment.ts'
import { InputError } from '../../domain/input-error.ts'
import type { PriceRule } from '../../domain/price-rule.ts'
import type { Exchange } from '../currency.ts'
import { checkedCommitments } from './commitment-rows.ts'
import type { Freshness } from './freshness.ts'
import { rowsByKind } from './kinds.ts'
import { type OwnMachine, ownMachines } from './own-machines.ts'
import { checkedPrices } from './price-rows.ts'
import { csvRows, yamlRows } from './rows.ts'
import { checkedRules } from './rule-rows.ts'

/** What a user's price file says: docs/price-file.md describes it. */
export interface PriceFile {
  /** Its path, as it was named. */
  readonly source: string
  /** Negotiated prices. */
  readonly machines: readonly OwnMachine[]
  /** Those whose term has not ended. */
  readonly commitments: readonly Commitment[]
  /** In the file's order. */
  readonly rules: readonly PriceRule[]
  /** What was left out. */
  readonly notes: readonly string[]
}

export interface PriceFileOptions extends Freshness {
  /** Default: USD alone. */
  readonly exchange?: Exchange
}

const USD_ALONE: Exchange = { asked: 'USD', usdPerUnit: new Map() }

/** Reads a price file, YAML or CSV by its name. Throws InputError with every mistake in it. */
export function readPriceFile(path: string, options: PriceFileOptions): PriceFile {
  return parsePriceFile(textOf(path), { ...options, format: path.endsWith('.csv') ? 'csv' : 'yaml', source: path })
}

/** What the text says; throws InputError with every mistake, each with its line and column. */
export function parsePriceFile(
  text: string,
  { exchange = USD_ALONE, format, source, ...freshness }: PriceFileOptions & { format: 'csv' | 'yaml'; source: string },
): PriceFile {
  const { rows, issues: unreadable } = format === 'csv' ? csvRows(text) : yamlRows(text)
  const { rows: sorted, issues: misplaced } = rowsByKind(rows)
  const { prices, issues: wrongPrices } = checkedPrices(sorted.price, { ...freshness, exchange })
  const { commitments, notes, issues: wrongCommitments } = checkedCommitments(sorted.commitment, { ...freshness, exchange, source })
  const { rules, issues: wrongRules } = checkedRules(sorted.rule, source)
  const issues = [...unreadable, ...misplaced, ...wrongPrices, ...wrongCommitments, ...wrongRules]
  if (issues.length === 0 && rows.length === 0) issues.push({ path: '', message: 'it holds no prices', remedy: 'give at least one row' })
  if (issues.length > 0) throw new InputError(source, issues)
  return { source, machines: ownMachines(prices, source), commitments, rules, notes }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new InputError(path, [{ path: '', message: 'the file cannot be read', remedy: 'check its name and its permissions' }], { cause })
  }
}
