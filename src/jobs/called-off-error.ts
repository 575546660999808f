/** A person called a run off while it read prices. */
export class CalledOffError extends Error {
  override readonly name = 'CalledOffError'

  constructor() {
    super('called off while prices were read: what was read is kept; run it again, it goes on')
  }
}
