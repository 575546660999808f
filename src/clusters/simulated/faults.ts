/** Which operations of a simulated cluster fail, counted from 1; reads are not counted. Made for tests of what happens then. */
export type Faults = (operation: { readonly number: number; readonly name: string }) => boolean

export const noFaults: Faults = () => false

/** One operation fails, and whatever comes after it works again. */
export const failOnceAt =
  (operationNumber: number): Faults =>
  ({ number }) =>
    number === operationNumber

/** From one operation on, nothing works any more. */
export const failFrom =
  (operationNumber: number): Faults =>
  ({ number }) =>
    number >= operationNumber
