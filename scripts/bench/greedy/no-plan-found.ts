/** The baseline painted itself into a corner; that says nothing of whether a plan exists. */
export class NoPlanFound extends Error {
  override name = 'NoPlanFound'
}
