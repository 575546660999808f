import type { Fleet } from '../domain/fleet.ts'

/** What planning needs of clusters: to be read. The simulated fleet and a real client each serve it, and the writer that src/apply asks for. */
export interface FleetReader {
  /** The fleet as it stands now: nodes with the pods that run on them; pods that wait for room are not part of it. */
  readFleet(): Promise<Fleet>
}
