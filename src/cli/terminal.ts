/** Where a command writes: its result and, apart from it, what it says on the way. */
export interface Terminal {
  /** The result: nothing else goes here. */
  readonly out: (text: string) => void
  /** Progress, warnings and errors. */
  readonly err: (text: string) => void
  /** Columns of text that fit. */
  readonly width: number
  /** Whether progress may be drawn over: a person is watching. */
  readonly isInteractive: boolean
  /** Stressed where the terminal can, plain elsewhere. */
  readonly bold: (text: string) => string
}

const PLAIN_WIDTH = 100

/** The process's own terminal; plain text, 100 columns wide, where its output goes to a file or a pipe, or NO_COLOR asks for it. */
export function processTerminal(
  streams: { stdout: NodeJS.WriteStream; stderr: NodeJS.WriteStream },
  { noColour }: { noColour: boolean },
): Terminal {
  const { stdout, stderr } = streams
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    width: (stdout.isTTY && stdout.columns) || PLAIN_WIDTH,
    isInteractive: stderr.isTTY === true && !noColour,
    bold: (text) => (stdout.isTTY && !noColour ? `\u001b[1m${text}\u001b[22m` : text),
  }
}
