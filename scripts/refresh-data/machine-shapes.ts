import type { ProvenanceTable } from './provenance.ts'
import { rowSources } from './sources.ts'
import type { Summary } from './summary.ts'
import { tableText } from './table-text.ts'
import type { CatalogueRow, MaxPodsRow } from './tables.ts'

const COLUMNS = ['instanceType', 'arch', 'vcpu', 'memoryGiB', 'gpu', 'gpuModel', 'maxPods', 'provenance']
const SPECIFICATIONS: Record<string, string> = {
  '': 'Spare Cores sc-data-dumps (CC BY-SA 4.0)',
  'naming-rule': "the type's own name, by Azure's naming convention for VM sizes",
}

type ShapeRow = readonly [string, string, number, number, number, string, number | null, number]

/** Each machine type once; a type that two rows describe differently stops the refresh. */
export function machineShapesText(
  rows: readonly CatalogueRow[],
  maxPods: readonly MaxPodsRow[],
  provenance: ProvenanceTable,
  summary: Summary,
): string {
  const limits = podLimits(maxPods)
  const shapes: Record<string, Map<string, ShapeRow>> = {}
  for (const row of rows) {
    shapes[row.provider] ??= new Map()
    const ofProvider = shapes[row.provider]!
    const known = ofProvider.get(row.instance_type)
    if (known) requireSame(known, row)
    else ofProvider.set(row.instance_type, shapeRow(row, limits, provenance))
  }
  const byName = Object.fromEntries(Object.entries(shapes).map(([provider, types]) => [provider, inOrder(types)]))
  for (const [provider, types] of Object.entries(byName)) for (const _ of types) summary.keep(`${provider} machine types`)
  return tableText({ columns: COLUMNS }, { shapes: byName })
}

const inOrder = (types: Map<string, ShapeRow>) => [...types.values()].sort((one, other) => (one[0] < other[0] ? -1 : 1))

function shapeRow(row: CatalogueRow, limits: ReadonlyMap<string, number>, provenance: ProvenanceTable): ShapeRow {
  const { onDemand, specification = '' } = rowSources(row.source, row.as_of)
  const podLimit = row.provider === 'aws' ? limits.get(row.instance_type)! : null
  return [...figures(row), podLimit, provenance.place(`machine shape: ${SPECIFICATIONS[specification] ?? specification}`, onDemand!.span!)]
}

const figures = (row: CatalogueRow) =>
  [row.instance_type, arch(row), Number(row.vcpu), Number(row.memory_gib), Number(row.gpu_count), row.gpu_model] as const

function arch(row: CatalogueRow): string {
  if (row.arch === 'x86_64') return 'amd64'
  if (row.arch === 'arm64') return 'arm64'
  throw new Error(`catalog.csv: unknown architecture ${row.arch} of ${row.instance_type}`)
}

function requireSame(known: ShapeRow, row: CatalogueRow): void {
  if (figures(row).every((figure, at) => figure === known[at])) return
  throw new Error(
    `catalog.csv: ${row.provider} ${row.instance_type} differs in ${row.region}: ${known.join(',')} or ${figures(row).join(',')}`,
  )
}

/** Checks each limit against the formula that Amazon EKS publishes: interfaces × (addresses − 1) + 2. */
function podLimits(rows: readonly MaxPodsRow[]): Map<string, number> {
  for (const row of rows) {
    const expected = Number(row.network_interfaces) * (Number(row.ipv4_per_interface) - 1) + 2
    if (expected !== Number(row.max_pods)) throw new Error(`aws_max_pods.csv: ${row.instance_type} has ${row.max_pods}, not ${expected}`)
  }
  return new Map(rows.map((row) => [row.instance_type, Number(row.max_pods)]))
}
