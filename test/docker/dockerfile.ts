export interface Instruction {
  readonly name: string
  readonly rest: string
}

/** One FROM and what follows it. */
export interface Stage {
  readonly name: string
  readonly base: string
  readonly instructions: readonly Instruction[]
}

/** A Dockerfile's stages; comments left out, continued lines joined. */
export function readStages(text: string): Stage[] {
  const lines = text.replace(/^\s*#.*\n/gm, '').replaceAll(/\\\n/g, ' ')
  const instructions = lines.split('\n').filter((line) => line.trim() !== '')
  const stages: { name: string; base: string; instructions: Instruction[] }[] = []
  for (const line of instructions) {
    const [, name, rest] = /^([A-Z]+)\s+(.*)$/.exec(line)!
    if (name === 'FROM') {
      const [base, , stageName = `${stages.length}`] = rest!.split(/\s+/)
      stages.push({ name: stageName, base: base!, instructions: [] })
    } else stages.at(-1)!.instructions.push({ name: name!, rest: rest! })
  }
  return stages
}
