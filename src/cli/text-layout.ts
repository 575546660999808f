/** Breaks a text at spaces, but not at no-break ones; a word longer than the width keeps its line. Lines after the first are indented. */
export function wrapped(text: string, width: number, indent: number): string {
  const lines = ['']
  for (const word of text.split(' ')) {
    const line = lines.at(-1)!
    if (line !== '' && line.length + 1 + word.length > width) lines.push(word)
    else lines[lines.length - 1] = line === '' ? word : `${line} ${word}`
  }
  return lines.join(`\n${' '.repeat(indent)}`).replaceAll('\u00a0', ' ')
}

/** Every line that is not empty, moved to the right. */
export const indented = (text: string, by: number): string => text.replace(/^(?=.)/gm, ' '.repeat(by))
