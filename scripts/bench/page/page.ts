import type { Comparison } from '../results/comparison.ts'
import { SIZE_NAMES, SIZES } from '../sizes.ts'
import { markdownTable, whole } from './markdown.ts'
import { fleets, promises, savings, timesOfRelaxation } from './summary.ts'

/** The results as a page: every figure in it is from the measurements. */
export function benchmarkPage(comparisons: readonly Comparison[], plots: readonly string[]): string {
  const picture = (name: string, what: string) => (plots.includes(name) ? `![${what}](benchmark/${name})` : '')
  const parts = [
    '<!-- Written by `npm run bench -- --page` from out/bench/results.csv: change nothing by hand. -->',
    '# Ballast, measured',
    provenance(comparisons),
    'Fleets are made from the bundled list prices, machines and places, by size and seed: the same command makes the same ones anywhere. Times and memory are those of the whole process, from JSON to JSON. Where several fleets were measured, figures are medians unless they say otherwise. A dash stands for what was not measured, or not found.',
    '## Near the optimum, proved',
    promises(comparisons),
    picture('gap-per-size.svg', 'Gap per size'),
    picture('cost-against-time.svg', 'Cost against time'),
    '## What it saves',
    'How much less the same fleet costs by Ballast’s plan, with the same rules:',
    savings(comparisons),
    '## Time against size',
    'Ballast’s time as a multiple of the time that the linear relaxation of the same fleet takes, each a whole process. A column that does not grow from size to size means that Ballast takes a constant times the relaxation. When a gap was proved is known to the second:',
    timesOfRelaxation(comparisons),
    picture('time-against-size.svg', 'Time against size'),
    '## Fleet by fleet',
    'USD/h:',
    fleets(comparisons),
    '## The fleets',
    theFleets(),
    '## What is compared',
    SIDES,
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function provenance(comparisons: readonly Comparison[]): string {
  const all = comparisons.flatMap(({ sides }) => [...sides.values()])
  const distinct = (values: readonly string[]) => [...new Set(values)].join('; ')
  const days = all.map(({ measuredAt }) => measuredAt.slice(0, 10)).toSorted()
  const span = days[0] === days.at(-1) ? `on ${days[0]}` : `from ${days[0]} to ${days.at(-1)}`
  const commits = distinct(all.map(({ commit }) => `\`${commit}\``))
  return `Measured ${span} on ${distinct(all.map(({ machine }) => machine))}, at commit ${commits}, by \`npm run bench\`.`
}

function theFleets(): string {
  const rows = SIZE_NAMES.map((size) => {
    const { agents, clusters, types } = SIZES[size]
    return [size, whole(agents), whole(clusters), whole(types)]
  })
  return `${markdownTable(['size', 'agents', 'clusters', 'machine types a cluster'], rows)}\n\n${FLEETS}`
}

const FLEETS = `Seven of ten agents are services of 0.1 to 4 vCPU with 1 to 8 GiB a vCPU, one in five is right-sized to an odd figure, one in twelve needs GPUs; half also accept arm64. They must live through the loss of a node, a zone, a cluster, a region, a cloud or a region’s spot, are spread, stay in the EU, in Europe, in North America, out of the US or out of its law, or near their users; six of ten may use spot. Most run today somewhere else than is cheapest, moving them costs, and so does starting nodes; some have traffic; spot and GPUs are limited for each account. Clusters stand half in Europe and a third in North America, on the three clouds in turn.

Where a region sells fewer machine types than the table says, a cluster has all of them, on demand and, where its price is known, as spot: of AWS, prices are known of 40 to 65 types a region, but for one. Where a cloud has fewer regions than clusters are wanted, a region holds several: from size XL on, for AWS.`

const SIDES = `- **Ballast**: \`ballast solve\`, two threads. Its plan is recomputed by \`src/verify\`; its gap is (cost − bound) / cost, with the bound that it proved itself.
- **Greedy**: what a team does without an optimiser. Each replica goes to the cheapest place that its rules allow, reserved nodes first; each cluster is then packed first-fit-decreasing onto the machines that are cheapest for what they take. It keeps every hard rule and knows no cost but that of nodes.
- **LP relaxation**: Ballast’s own first model without whole numbers, solved by HiGHS: pods are assigned to machines, in fractions. A bound, and no plan.
- **HiGHS**: the mixed-integer model that one writes first, given to HiGHS (the WebAssembly build that Ballast ships, one thread) with the same time limit. Its clusters’ nodes give in sum what the pods need in sum; so many of its replicas fit on none of the nodes that it bought. Its cost here is that of the same placement packed first-fit-decreasing, with nodes bought for what is left over.
- **Best single cloud**: Ballast again, with the same limits, every agent held to one cloud. No rule is dropped for that: agents whose rules ask for several clouds, or which that cloud has no place for, may use all; the table says how many it does hold. The best cloud is the one that holds most agents, of equals the cheapest.

Distances of the other sides are from the best bound that any side proved. Small fleets have few clusters, so that one cloud holds few of their agents.`
