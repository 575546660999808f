import type { Machine } from '../../domain/catalogue.ts'
import { type Commitment, coversPlace, marginalUsdPerHour } from '../../domain/commitment.ts'
import type { FleetCluster, Reservation } from '../../domain/fleet.ts'
import type { Remarks } from '../remarks.ts'

/**
 * The cluster's own reservations and those that the account's commitments give it, at what running a node still adds to the bill.
 * A machine that is reserved both ways is a mistake: nobody can tell whether it was bought once or twice.
 */
export function withCommitted(
  cluster: FleetCluster,
  path: string,
  machines: readonly Machine[],
  commitments: readonly Commitment[],
  remarks: Remarks,
): FleetCluster {
  const here = commitments.filter((one) => coversPlace(one, cluster) && isKnown(one, machines))
  const committed = [...Map.groupBy(here, ({ instanceType }) => instanceType)].map(([instanceType, own]) =>
    reservationOf(instanceType, own),
  )
  const twice = committed.filter(({ instanceType }) => cluster.reserved.some((own) => own.instanceType === instanceType))
  remarks.issues.push(
    ...twice.map(({ instanceType }) => ({
      path: `${path}.reserved`,
      message: `${instanceType} is reserved here and by the commitment in ${sourceOf(instanceType, here)}`,
      remedy: 'state it in one of them',
    })),
  )
  return { ...cluster, reserved: [...cluster.reserved, ...committed.filter((one) => !twice.includes(one))] }
}

const isKnown = ({ instanceType }: Commitment, machines: readonly Machine[]): boolean =>
  machines.some((machine) => machine.instanceType === instanceType)

function reservationOf(instanceType: string, commitments: readonly Commitment[]): Reservation {
  const count = commitments.reduce((sum, one) => sum + one.count, 0)
  return { instanceType, count, usdPerHour: marginalUsdPerHour(commitments[0]!) }
}

function sourceOf(instanceType: string, commitments: readonly Commitment[]): string {
  const { source, line } = commitments.find((one) => one.instanceType === instanceType)!
  return `${source}, line ${line}`
}
