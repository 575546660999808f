import type { ExitCode } from '../exit-codes.ts'
import type { Terminal } from '../terminal.ts'
import type { FleetShown } from './fleet-shown.ts'

export interface FleetCommandParts {
  readonly terminal: Terminal
  readonly exit: (code: ExitCode) => void
  /** Reads the clusters of the configuration. */
  readonly readFleet: (onStage: (stage: string) => void) => Promise<FleetShown>
}

/** The fleet, with what is under way on stderr. */
export const fleetWithProgress = ({ terminal, readFleet }: FleetCommandParts): Promise<FleetShown> =>
  readFleet((stage) => terminal.err(`· ${stage}\n`))
