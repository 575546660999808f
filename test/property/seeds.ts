/** Another one each time, printed so that a failure can be repeated: `BALLAST_TEST_SEED` asks for it again. */
export function freshSeed(): number {
  const asked = process.env.BALLAST_TEST_SEED
  const seed = asked === undefined ? Math.floor(Math.random() * 2 ** 31) : Number(asked)
  if (!Number.isInteger(seed)) throw new Error(`BALLAST_TEST_SEED is ${asked}: give a whole number`)
  console.info(`BALLAST_TEST_SEED=${seed} draws the same problems again`)
  return seed
}
