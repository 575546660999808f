import { InputError } from './input-error.ts'

/** What a JSON text says; throws InputError that tells an empty, a truncated and a foreign file apart. */
export function parseJson(text: string, source: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(source, [jsonIssue(text, cause as SyntaxError)], { cause })
  }
}

function jsonIssue(text: string, { message }: SyntaxError): { path: string; message: string; remedy: string } {
  const start = text.trimStart()
  if (start === '') return { path: '', message: 'is empty', remedy: 'give a JSON document' }
  if (!/^[[{"]/.test(start))
    return { path: '', message: 'is no JSON document', remedy: `it starts with ${JSON.stringify(start.slice(0, 20))}` }
  if (stoppedAtEnd(text, message))
    return { path: '', message: 'is cut off: the JSON ends in the middle', remedy: 'copy or download the whole file again' }
  return { path: '', message: `is no valid JSON: ${message}`, remedy: 'correct the text at that place' }
}

/** Whether the parser stopped at the very end of the text. */
function stoppedAtEnd(text: string, message: string): boolean {
  if (/Unexpected end|Unterminated/.test(message)) return true
  const position = /position (\d+)/.exec(message)?.[1]
  return position !== undefined && Number(position) >= text.trimEnd().length
}
