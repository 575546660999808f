/**
 * Whose GPUs a machine has, as data/machine-shapes.json names them: Azure tells their number alone, and tells 1 also where it is a part.
 * What is not here is left out: parts of a GPU (NV6ads_A10_v5, NVas_v4), other accelerators (NP), and models not sold elsewhere.
 */
const GPU_MODELS: readonly (readonly [instanceType: RegExp, model: string])[] = [
  [/^Standard_NC\d+r?s_v3$/i, 'V100'],
  [/^Standard_ND40rs_v2$/i, 'V100-32GB'],
  [/^Standard_NC\d+as_T4_v3$/i, 'T4'],
  [/^Standard_ND96asr(_A100)?_v4$/i, 'A100-40GB'],
  [/^Standard_(NC\d+ads|ND96amsr)_A100_v4$/i, 'A100-80GB'],
  [/^Standard_NV(36adm?s|72ads)_A10_v5$/i, 'A10'],
  [/^Standard_NCC?\d+adi?s_H100_v5$/i, 'H100-NVL-94GB'],
  [/^Standard_ND96isr?f?_H100_v5$/i, 'H100'],
  [/^Standard_ND96isr?f?_H200_v5$/i, 'H200'],
  [/^Standard_ND96isr?f?_MI300X_v5$/i, 'MI300X'],
]

export const gpuModelOf = (instanceType: string): string | undefined => GPU_MODELS.find(([name]) => name.test(instanceType))?.[1]
