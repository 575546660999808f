/** What a logarithmic axis is labelled with. */
export const DECADES = [0.01, 0.1, 1, 10, 100, 1_000, 10_000, 100_000]
