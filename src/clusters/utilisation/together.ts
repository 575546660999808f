import type { OutOfMemory, Utilisation } from '../../domain/fleet.ts'

/** An agent's Deployments as one: the busiest counts, history before what is only known of now. Undefined where nothing is known of any. */
export function together(deployments: readonly Utilisation[]): Utilisation | undefined {
  const recorded = deployments.filter(({ source }) => source === 'history')
  const [first, ...others] = recorded.length > 0 ? recorded : deployments
  return first && others.reduce(both, first)
}

/** The window is that of the one seen for longest; its gaps are those that count. */
function both(one: Utilisation, other: Utilisation): Utilisation {
  const longer = other.windowHours > one.windowHours ? other : one
  const outOfMemory = killsOfBoth(one.outOfMemory, other.outOfMemory)
  return present({
    ...longer,
    samples: sum(one.samples, other.samples),
    cpu: mostOfEach(one.cpu, other.cpu),
    cpuAtStart: most(one.cpuAtStart, other.cpuAtStart),
    memoryMaxGiB: most(one.memoryMaxGiB, other.memoryMaxGiB),
    gpu: mostOfEach(one.gpu, other.gpu),
    gpuMemoryMaxGiB: most(one.gpuMemoryMaxGiB, other.gpuMemoryMaxGiB),
    restarts: sum(one.restarts, other.restarts),
    outOfMemory,
  })
}

/** Two accounts of kills, of different pods. */
function killsOfBoth(one: OutOfMemory | undefined, other: OutOfMemory | undefined): OutOfMemory | undefined {
  if (!one || !other) return one ?? other
  return { ...worse(one, other), kills: one.kills + other.kills }
}

/** Two accounts of the same kills: the one that knows more of each. */
export function sameKills(one: OutOfMemory | undefined, other: OutOfMemory | undefined): OutOfMemory | undefined {
  if (!one || !other) return one ?? other
  return { ...worse(one, other), kills: Math.max(one.kills, other.kills) }
}

function worse(one: OutOfMemory, other: OutOfMemory): Omit<OutOfMemory, 'kills'> {
  const lastAt = [one.lastAt, other.lastAt]
    .filter((at) => at !== undefined)
    .sort()
    .at(-1)
  const memoryGiB = most(one.memoryGiB, other.memoryGiB)
  return { ...(lastAt !== undefined && { lastAt }), ...(memoryGiB !== undefined && { memoryGiB }) }
}

const most = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined ? other : other === undefined ? one : Math.max(one, other)

const sum = (one: number | undefined, other: number | undefined): number | undefined => (one === undefined ? other : one + (other ?? 0))

function mostOfEach<Figures extends object>(one: Figures | undefined, other: Figures | undefined): Figures | undefined {
  if (!one || !other) return one ?? other
  const figures: [string, number][] = Object.entries({ ...one, ...other })
  const [left, right] = [one, other] as [Record<string, number>, Record<string, number>]
  return Object.fromEntries(figures.map(([key, value]) => [key, Math.max(value, left[key] ?? value, right[key] ?? value)])) as Figures
}

function present<Value extends object>(value: { [Key in keyof Value]: Value[Key] | undefined }): Value {
  return Object.fromEntries(Object.entries(value).filter(([, part]) => part !== undefined)) as Value
}
