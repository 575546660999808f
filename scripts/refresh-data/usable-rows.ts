import { rowSources } from './sources.ts'
import type { Summary } from './summary.ts'
import type { CatalogueRow, Tables } from './tables.ts'

/** Why no pod can use a machine; undefined where it can. */
type Objection = (row: CatalogueRow) => string | undefined

/** The rows whose machine a pod can use, without those whose figures are missing or make no sense. */
export function usableRows({ catalogue, maxPods, regions }: Tables, summary: Summary): CatalogueRow[] {
  const objections = [strangeFigures, undated, partOfGpu, noPodLimit(new Set(maxPods.map((row) => row.instance_type))), noPlace(regions)]
  return catalogue.filter((row) => {
    const why = objections.map((objection) => objection(row)).find((reason) => reason !== undefined)
    if (why) summary.drop(why, `${row.provider} ${row.region} ${row.instance_type}`)
    return why === undefined
  })
}

const strangeFigures: Objection = (row) =>
  [row.vcpu, row.memory_gib, row.on_demand_usd_h].every((text) => Number(text) > 0 && Number.isFinite(Number(text)))
    ? undefined
    : 'machines without a positive number of vCPUs, GiB and USD/h'

const undated: Objection = (row) =>
  rowSources(row.source, row.as_of).onDemand?.span ? undefined : 'machines whose on-demand price has no date'

/** g6f and gr6f come with an eighth to a half of an L4, which the table rounds to none. */
const partOfGpu: Objection = (row) =>
  !Number.isInteger(Number(row.gpu_count)) || (row.provider === 'aws' && /^gr?6f\./.test(row.instance_type))
    ? 'machines with a part of a GPU, which no pod can ask for'
    : undefined

/** What EKS keeps of the memory follows from the most pods, so such a machine's allocatable is unknown. */
const noPodLimit =
  (known: ReadonlySet<string>): Objection =>
  (row) =>
    row.provider === 'aws' && !known.has(row.instance_type) ? 'AWS machines whose most pods no source states' : undefined

function noPlace(regions: Tables['regions']): Objection {
  const known = new Set(regions.map((row) => `${row.provider}/${row.region}`))
  return (row) => (known.has(`${row.provider}/${row.region}`) ? undefined : 'machines of a region whose country no source states')
}
