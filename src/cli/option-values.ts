import { InvalidArgumentError } from 'commander'

/** Reads a number of an option within bounds; the message of what it throws says what would be right. */
function numberWithin(least: number, most: number, what: string): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most) throw new InvalidArgumentError(`Give ${what}.`)
    return value
  }
}

export const share = numberWithin(0, 1, 'a share from 0 to 1, such as 0.01 for 1 %')
export const seconds = numberWithin(0.001, 86_400, 'seconds, more than 0 and at most a day')

export function wholeNumber(text: string): number {
  const value = numberWithin(0, Number.MAX_SAFE_INTEGER, 'a whole number, 0 or more')(text)
  if (!Number.isInteger(value)) throw new InvalidArgumentError('Give a whole number, 0 or more.')
  return value
}

export function path(text: string): string {
  if (text.trim() === '') throw new InvalidArgumentError('Give the path of a file or folder.')
  return text
}
