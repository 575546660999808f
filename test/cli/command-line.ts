import { endingOf } from '../../src/cli/exit-codes.ts'
import { type ExplainCommandParts, explainCommand } from '../../src/cli/explain.ts'
import { type NightlyParts, nightlyCommand } from '../../src/cli/nightly.ts'
import { program } from '../../src/cli/program.ts'
import { reportCommand } from '../../src/cli/report.ts'
import { type SolveParts, solveCommand } from '../../src/cli/solve.ts'
import type { Terminal } from '../../src/cli/terminal.ts'
import { type VerifyParts, verifyCommand } from '../../src/cli/verify.ts'

export interface Said {
  code: number
  out: string
  err: string
  readonly written: Map<string, string>
}

type Parts = Partial<
  Pick<SolveParts, 'optimise'> &
    Pick<VerifyParts, 'verifyPlan'> &
    Pick<NightlyParts, 'nightly'> &
    Pick<ExplainCommandParts, 'explain' | 'brokenRules'>
>

const unexpected = () => Promise.reject(new Error('this was not expected to be called'))

/** Runs the command line within this process; what it would call is handed in, what it would write is kept. */
export async function command(args: readonly string[], parts: Parts = {}, folder = 'out'): Promise<Said> {
  const said: Said = { code: 0, out: '', err: '', written: new Map() }
  const terminal: Terminal = {
    out: (text) => {
      said.out += text
    },
    err: (text) => {
      said.err += text
    },
    width: 100,
    isInteractive: false,
    bold: (text) => text,
  }
  const exit = (code: number) => {
    said.code = code
  }
  const calls = {
    optimise: unexpected,
    verifyPlan: unexpected,
    nightly: unexpected,
    explain: unexpected,
    brokenRules: unexpected,
    ...parts,
  }
  const writeWhole = async (path: string, text: string) => void said.written.set(path, text)
  const defaults = { gap: 0.01, timeLimitSeconds: 30, seed: 1, solver: 'highs' as const }
  const verbs = [
    nightlyCommand({ terminal, exit, defaults: { fleet: 'demo.yaml', out: 'out', allowStalePrices: false }, nightly: calls.nightly }),
    solveCommand({ terminal, exit, writeWhole, defaults, optimise: calls.optimise }),
    verifyCommand({ terminal, exit, verifyPlan: calls.verifyPlan }),
    explainCommand({ terminal, exit, writeWhole, explain: calls.explain, brokenRules: calls.brokenRules }),
    reportCommand({ terminal, outFolder: folder }),
  ]
  try {
    await program(verbs, terminal).parseAsync([...args], { from: 'user' })
  } catch (error) {
    const ending = endingOf(error)
    said.code = ending.code
    said.err += ending.message ?? ''
  }
  return said
}
