/** Labels by which nodes say the model of their GPUs. */
export const GPU_MODEL_KEYS: readonly string[] = [
  'nvidia.com/gpu.product',
  'cloud.google.com/gke-accelerator',
  'karpenter.k8s.aws/instance-gpu-name',
  'karpenter.azure.com/sku-gpu-name',
  'k8s.amazonaws.com/accelerator',
  'amd.com/gpu.product-name',
]

/** The parts of a GPU's name that are nothing but its maker, its board or a mode of sharing it. */
const NOISE = new Set(
  'nvidia tesla amd instinct geforce blackwell server edition sxm sxm2 sxm3 sxm4 sxm5 pcie oam hbm2 hbm2e hbm3 hbm3e shared'.split(' '),
)

/** GKE's name of the A100 of 40 GB, from before there was another. */
const NAMES_OF_OLD: Readonly<Record<string, string>> = { 'nvidia-tesla-a100': 'a100-40gb' }

/**
 * Whether a label's value names a model of the catalogue: `NVIDIA-A100-SXM4-40GB` names `A100-40GB`, `Tesla-T4` and `t4` name `T4`.
 * A size of memory that either does not say is any; `A10` is not `A10G`, nor `T4` the `T4g`.
 */
export function namesGpu(value: string, model: string): boolean {
  const [said, known] = [wordsOf(NAMES_OF_OLD[value] ?? value), wordsOf(model)]
  const [saidSize, knownSize] = [said.find(isSize), known.find(isSize)]
  if (saidSize !== undefined && knownSize !== undefined && saidSize !== knownSize) return false
  return nameOf(said) === nameOf(known)
}

const wordsOf = (name: string): string[] =>
  name
    .toLowerCase()
    .split(/[\s_-]+/)
    .filter((word) => word !== '' && !NOISE.has(word))

const isSize = (word: string): boolean => /^\d+gb$/.test(word)
const nameOf = (words: readonly string[]): string => words.filter((word) => !isSize(word)).join('-')
