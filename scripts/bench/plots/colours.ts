/** Told apart by people who confuse red and green too (after Okabe and Ito). */
export const COLOURS = {
  ballast: '#0072b2',
  ballastBound: '#56b4e9',
  greedy: '#e69f00',
  lp: '#009e73',
  lpSums: '#7fc8a9',
  highs: '#d55e00',
  highsPacked: '#8c2d04',
  highsBound: '#f0a27a',
  oneCloud: '#cc79a7',
} as const
