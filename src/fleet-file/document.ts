import { isMap, isNode, isSeq, LineCounter, type Node, parseDocument, type YAMLError } from 'yaml'
import { InputError, type InputIssue } from '../domain/input-error.ts'

/** A YAML text as plain values, and the line that each of them stands on. */
export interface YamlText {
  readonly value: unknown
  /** The same mistake with the line that its path leads to. */
  located(issue: InputIssue): InputIssue
}

/** Reads YAML 1.2; throws InputError with every mistake of syntax, each with its line. */
export function parseYaml(text: string, source: string): YamlText {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: false })
  if (document.errors.length > 0)
    throw new InputError(
      source,
      document.errors.map((error) => syntaxIssue(error, lines)),
    )
  return {
    value: document.toJS(),
    located: (issue) => {
      const line = lineOf(issue.path, document.contents, lines)
      return line === undefined ? issue : { ...issue, path: `${issue.path} (line ${line})`.trimStart() }
    },
  }
}

function syntaxIssue({ message, pos }: YAMLError, lines: LineCounter): InputIssue {
  const { line, col } = lines.linePos(pos[0])
  return { path: `line ${line}, column ${col}`, message: `is no valid YAML: ${message}`, remedy: 'correct the text at that place' }
}

/** The line of the innermost part of the path that is there: what is missing has none of its own. */
function lineOf(path: string, contents: unknown, lines: LineCounter): number | undefined {
  let offset: number | undefined
  let node: unknown = contents
  for (const key of stepsOf(path)) {
    const next = stepInto(node, key)
    if (next.offset === undefined) break
    offset = next.offset
    node = next.node
  }
  return offset === undefined ? undefined : lines.linePos(offset).line
}

function stepInto(node: unknown, key: string | number): { node?: unknown; offset?: number | undefined } {
  if (isSeq(node) && typeof key === 'number') return { node: node.items[key], offset: offsetOf(node.items[key]) }
  if (!isMap(node)) return {}
  const pair = node.items.find((item) => String(item.key) === key)
  return pair ? { node: pair.value, offset: offsetOf(pair.key) } : {}
}

const offsetOf = (node: unknown): number | undefined => (isNode(node) ? (node as Node).range?.[0] : undefined)

/** `agents[3].requests.cpu` as `agents`, 3, `requests`, `cpu`. */
export function stepsOf(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map(([step, index]) => (index === undefined ? step : Number(index)))
}
