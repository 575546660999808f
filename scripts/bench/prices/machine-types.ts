const FAMILIES =
  'm5 m5a m5n m6i m6a m6g m7i m7a m7g m8g c5 c5a c5n c6i c6a c6g c7i c7a c7g c8g r5 r5a r5n r6i r6a r6g r7i r7a r7g r8g t3 t3a t4g i3 i4i i4g d3 x2g z1d hpc7'
const SIZES = 'large xlarge 2xlarge 3xlarge 4xlarge 6xlarge 8xlarge 9xlarge 12xlarge 16xlarge 18xlarge 24xlarge 32xlarge 36xlarge 48xlarge'

export interface MachineType {
  readonly name: string
  readonly vcpu: number
  /** On demand, USD per hour. */
  readonly usdPerHour: number
}

/** As many types as a large region of a cloud sells, the nth of them at a price of its own. */
export const AWS_TYPES: readonly MachineType[] = FAMILIES.split(' ').flatMap((family, at) =>
  SIZES.split(' ').map((size, place) => ({ name: `${family}.${size}`, vcpu: 2 * (place + 1), usdPerHour: 0.05 * (place + 1) + at / 1000 })),
)

export const AZURE_TYPES: readonly MachineType[] = AWS_TYPES.map(({ name, ...type }) => ({
  ...type,
  name: `Standard_${name.replace('.', '_')}`,
}))

/** A page of a listing, and the place where the next one begins; undefined after the last. */
export function page<Row>(rows: readonly Row[], start: number, size: number): { rows: readonly Row[]; next: number | undefined } {
  const end = start + size
  return { rows: rows.slice(start, end), next: end < rows.length ? end : undefined }
}
