import type { Agent } from '../../../src/domain/problem.ts'
import type { Replicas } from '../../../src/domain/units.ts'
import type { Site } from './clusters.ts'
import { type Draw, rounded } from './draw.ts'

type Requests = Required<Agent['requests']>

/** Services ask for round figures, right-sized agents for odd ones, and some for a GPU. */
export function drawRequests(draw: Draw): Requests {
  const kind = draw.weighted([
    ['service', 70],
    ['right-sized', 22],
    ['gpu', 8],
  ])
  if (kind === 'service') return service(draw)
  return kind === 'gpu' ? onGpu(draw) : rightSized(draw)
}

function service(draw: Draw): Requests {
  const cpu = draw.weighted([
    [0.1, 2],
    [0.25, 20],
    [0.5, 30],
    [1, 25],
    [2, 15],
    [4, 8],
  ])
  return { cpu, memoryGiB: rounded(cpu * draw.pick([1, 2, 2, 3, 4, 4, 6, 8]), 3), gpu: 0 }
}

/** Log-normal, as measured use is: half of them between 0.8 and 3 vCPU, with about 3 GiB each. */
function rightSized(draw: Draw): Requests {
  const cpu = within(0.05, 12, 1.5 * Math.exp(draw.normal()))
  return { cpu, memoryGiB: within(0.1, 48, cpu * 3 * Math.exp(0.6 * draw.normal())), gpu: 0 }
}

function onGpu(draw: Draw): Requests {
  const gpu = draw.chance(0.9) ? 1 : 2
  return {
    cpu: within(0.5, 8, gpu * 2 * Math.exp(0.5 * draw.normal())),
    memoryGiB: within(1, 48, gpu * 8 * Math.exp(0.6 * draw.normal())),
    gpu,
  }
}

const within = (least: number, most: number, value: number): number => rounded(Math.min(most, Math.max(least, value)), 3)

/** A third of those that need GPUs accept only some models. */
export function drawGpuModels(sites: readonly Site[], draw: Draw): Pick<Agent, 'gpuModels'> {
  const sold = new Set(sites.flatMap(({ cluster }) => cluster.offers.map(({ gpuModel }) => gpuModel)).filter((model) => model !== ''))
  if (sold.size < 2 || !draw.chance(1 / 3)) return {}
  return { gpuModels: draw.shuffled([...sold]).slice(0, Math.ceil(sold.size / 2)) }
}

/** Most agents run a few replicas, some dozens: log-normal with a median of 4. */
export function drawReplicas({ gpu }: Requests | Agent['requests'], draw: Draw): Replicas {
  return gpu ? draw.whole(1, 6) : Math.max(1, Math.round(Math.exp(1.3 + 0.9 * draw.normal())))
}
