/** Whether two amounts are the same but for rounding: to 1e-5 of the larger, or of 1 where both are less; never for what is no number. */
export const near = (a: number, b: number): boolean => Math.abs(a - b) <= 1e-5 * Math.max(1, Math.abs(a), Math.abs(b))
