const MOST_CHARACTERS = 4000

/** What a server said, as it may be shown: without what could be a secret, and without escapes that would steer a terminal. */
export const fitToShow = (text: string): string =>
  text.replaceAll(CONTROLS, ' ').replaceAll(SECRETS, '…').replaceAll(/ {2,}/g, ' ').slice(0, MOST_CHARACTERS)

/** Control characters, with the rest of an ANSI sequence that one begins. */
const CONTROLS = /\p{Cc}(?:\[[\d;?]*[A-Za-z])?/gu
/** Keys and tokens of the clouds by how they begin (AWS, Google, JWT), and what follows a word that announces one. */
const SECRETS =
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|AIza[\w-]+|ya29\.[\w.-]+|\beyJ[\w-]+\.[\w.-]+|(?<=\b(?:key|token|bearer|secret|password|sig|signature)\b['"]?\s*[:=]?\s*['"]?)[\w.~+/%-]{12,}=*/gi
