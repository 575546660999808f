/** The first few by name and the others by number: a finding about a thousand nodes stays a sentence. */
export function namesInWords(names: readonly string[], most = 3): string {
  if (names.length <= most + 1) return names.join(', ')
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`
}
