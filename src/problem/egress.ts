import type { Catalogue } from '../domain/catalogue.ts'
import type { EgressRate, Fleet, FleetCluster } from '../domain/fleet.ts'
import { type Egress, INTERNET } from '../domain/problem.ts'
import type { UsdPerGiB } from '../domain/units.ts'
import type { Remarks } from './remarks.ts'

interface Path {
  readonly from: FleetCluster
  readonly to: FleetCluster | typeof INTERNET
}

/**
 * A rate for every way that traffic can take: the user's own, else the catalogue's, else, to another region or cloud, the sender's rate to the internet.
 * Where none is known the dearest one that is stands in, and a note says so: never 0. Nothing at all known is a mistake only where there is traffic.
 */
export function egressOf(fleet: Fleet, catalogue: Catalogue, remarks: Remarks): Egress | undefined {
  const paths = fleet.clusters.flatMap((from) => [
    ...fleet.clusters.filter((to) => to.id !== from.id).map((to): Path => ({ from, to })),
    { from, to: INTERNET } as Path,
  ])
  const rates = paths.map((path) => ({ ...path, usdPerGiB: knownRate(path, fleet.egress, catalogue) }))
  const known = rates.flatMap(({ usdPerGiB }) => (usdPerGiB === undefined ? [] : [usdPerGiB]))
  if (known.length === 0) return withoutRates(fleet, remarks)
  const dearest = Math.max(...known)
  remarks.notes.push(...assumptions(rates, dearest))
  return {
    defaultUsdPerGiB: dearest,
    pairs: rates.map(({ from, to, usdPerGiB }) => ({ from: from.id, to: nameOf(to), usdPerGiB: usdPerGiB ?? dearest })),
  }
}

function knownRate({ from, to }: Path, own: readonly EgressRate[], catalogue: Catalogue): UsdPerGiB | undefined {
  const usersOwn = ownRate(own, from.id, nameOf(to))
  if (usersOwn !== undefined) return usersOwn
  const direct = catalogue.egressUsdPerGiB(from, to)?.usdPerGiB
  if (direct !== undefined || to === INTERNET) return direct
  return ownRate(own, from.id, INTERNET) ?? catalogue.egressUsdPerGiB(from, INTERNET)?.usdPerGiB
}

/** The line that names most of the path wins. */
function ownRate(own: readonly EgressRate[], from: string, to: string): UsdPerGiB | undefined {
  const candidates = [
    [from, to],
    [from, '*'],
    ['*', to],
    ['*', '*'],
  ]
  for (const [wantedFrom, wantedTo] of candidates) {
    const rate = own.find((line) => line.from === wantedFrom && line.to === wantedTo)
    if (rate) return rate.usdPerGiB
  }
  return undefined
}

const nameOf = (to: Path['to']): string => (to === INTERNET ? INTERNET : to.id)

function assumptions(rates: readonly (Path & { usdPerGiB: UsdPerGiB | undefined })[], dearest: UsdPerGiB): string[] {
  const senders = Map.groupBy(
    rates.filter(({ usdPerGiB }) => usdPerGiB === undefined),
    ({ from }) => from.id,
  )
  return [...senders].map(
    ([from, unknown]) =>
      `No egress rate from ${from} to ${unknown.map(({ to }) => nameOf(to)).join(', ')} is known: counted at the dearest that is, ${dearest} USD/GiB.`,
  )
}

function withoutRates(fleet: Fleet, remarks: Remarks): undefined {
  if (fleet.agents.some(({ traffic }) => traffic.some(({ gibPerHour }) => gibPerHour > 0))) {
    const remedy = 'give rates, such as { from: "*", to: internet, usdPerGiB: 0.09 }'
    remarks.issues.push({ path: 'egress', message: 'agents have traffic, but no egress rate is known', remedy })
  }
  return undefined
}
