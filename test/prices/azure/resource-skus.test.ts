import { describe, expect, it } from 'vitest'
import { azureSource } from '../../../src/prices/azure/azure-source.ts'
import { gpuModelOf } from '../../../src/prices/azure/resource-skus/gpu-models.ts'
import { readMachineShapes } from '../../../src/prices/bundled/machine-shapes.ts'
import { endpointOf } from '../../../src/prices/calls/endpoint.ts'
import { localServer, sendJson } from '../local-server.ts'
import { partsAt, readSkus, sku } from './azure-for-tests.ts'
import { bundledMachineTypes } from './bundled-machine-types.ts'

const NO_SUBSCRIPTION = '00000000-0000-0000-0000-000000000000'

async function read(...skus: unknown[]) {
  await using server = await localServer((_, response) => sendJson(response, { value: skus }))
  const { shapes, leftOut } = await readSkus(server.base, 'eastus')
  return { shapes, leftOut }
}

const D2S = { provider: 'azure', instanceType: 'Standard_D2s_v3', arch: 'amd64', vcpu: 2, memoryGiB: 8, gpu: 0, gpuModel: '' }

it('asks for one region with a placeholder where Azure is a replay on this machine', async () => {
  await using server = await localServer((_, response) => sendJson(response, { value: [sku()] }))
  expect((await readSkus(server.base, 'eastus')).shapes).toEqual([D2S])
  const [{ url, headers }] = server.received as [(typeof server.received)[0]]
  expect(url.pathname).toBe(`/subscriptions/${NO_SUBSCRIPTION}/providers/Microsoft.Compute/skus`)
  expect(Object.fromEntries(url.searchParams)).toEqual({ 'api-version': '2021-07-01', $filter: "location eq 'eastus'" })
  expect(headers.authorization).toBe('Bearer no-credentials-are-sent-to-plain-http')
})

it('is read only where there is a subscription to ask with', () => {
  const azure = {
    retail: endpointOf('azureRetailUrl', 'https://prices.azure.com'),
    management: endpointOf('azureManagementUrl', 'https://management.azure.com'),
  }
  const idsWith = (azureSubscriptionId: string) =>
    azureSource(partsAt('http://127.0.0.1:1', { endpoints: azure }), { azureSubscriptionId })
      .feeds(['eastus'])
      .map(({ id }) => id)
  expect(idsWith('')).toEqual(['azure-retail eastus'])
  expect(idsWith('s1')).toEqual(['azure-retail eastus', 'azure-resource-skus eastus'])
})

describe('of what a subscription can have', () => {
  it.each([
    ['fewer cores than its host has', sku({ name: 'Standard_DS12-1_v2' }, { vCPUs: '4', vCPUsAvailable: '1' }), { vcpu: 1 }],
    ['half a GiB', sku({}, { MemoryGB: '0.5' }), { memoryGiB: 0.5 }],
    ['the architecture x64', sku({}, { CpuArchitectureType: 'x64' }), { arch: 'amd64' }],
    ['the architecture Arm64', sku({}, { CpuArchitectureType: 'Arm64' }), { arch: 'arm64' }],
    ['four GPUs', sku({ name: 'Standard_NC64as_T4_v3' }, { GPUs: '4' }), { gpu: 4, gpuModel: 'T4' }],
    ['no GPU, which is told', sku({}, { GPUs: '0' }), { gpu: 0, gpuModel: '' }],
    ['a type in other letters', sku({ resourceType: 'VirtualMachines', locations: ['EastUS'] }), {}],
    ['zone details in other letters', sku({ locationInfo: [{ location: 'eastus', zoneDetails: [{ Name: ['1'] }] }] }), {}],
    ['no restrictions at all', sku({ restrictions: null }), {}],
    [
      'a zone that is not for it, but others are',
      sku({ restrictions: [{ type: 'Zone', values: ['eastus'], reasonCode: 'NotAvailableForSubscription' }] }),
      {},
    ],
    [
      'a restriction in another region',
      sku({ restrictions: [{ type: 'Location', values: ['westus'], reasonCode: 'NotAvailableForSubscription' }] }),
      {},
    ],
  ])('takes a machine with %s', async (_, one, told) => {
    expect((await read(one)).shapes).toEqual([{ ...D2S, instanceType: one.name, ...told }])
  })

  it.each([
    ['a disk', 'no virtual machine', sku({ resourceType: 'disks', name: 'Premium_LRS' })],
    ['a machine of another region', 'another region', sku({ locations: ['westus'] })],
    [
      'a machine that the subscription cannot have there',
      'not available to the subscription',
      sku({ restrictions: [{ type: 'Location', values: ['EASTUS'], reasonCode: 'NotAvailableForSubscription' }] }),
    ],
    ['an architecture that is not known', 'architecture not known', sku({}, { CpuArchitectureType: 'RISC-V' })],
    ['a part of a GPU, which is told as one', 'no whole GPUs of a known model', sku({ name: 'Standard_NV6ads_A10_v5' }, { GPUs: '1' })],
    ['accelerators that are no GPUs', 'no whole GPUs of a known model', sku({ name: 'Standard_NP20s' }, { GPUs: '2' })],
    ['a number of GPUs that is not whole', 'no whole GPUs of a known model', sku({ name: 'Standard_NC6s_v3' }, { GPUs: '0.5' })],
    ['a machine without vCPU', 'vCPU or memory not told', sku({ capabilities: [{ name: 'MemoryGB', value: '8' }] })],
    ['a machine with 0 memory', 'vCPU or memory not told', sku({}, { MemoryGB: '0' })],
    ['a machine without a name', 'vCPU or memory not told', sku({ name: null })],
    ['a machine that is listed twice', 'listed twice', sku()],
  ])('leaves out %s', async (_, reason, one) => {
    expect(await read(sku(), one)).toEqual({ shapes: [D2S], leftOut: { [reason]: 1 } })
  })
})

it('tells which machines the region sells, but not to the subscription', async () => {
  const restrictions = [{ type: 'Location', values: ['eastus'], reasonCode: 'NotAvailableForSubscription' }]
  await using server = await localServer((_, response) =>
    sendJson(response, {
      value: [sku(), sku({ name: 'Standard_D4s_v3', restrictions }), sku({ name: 'x', restrictions, locations: ['westus'] })],
    }),
  )
  const { notOffered } = await readSkus(server.base, 'eastus')
  expect(notOffered).toEqual([{ provider: 'azure', region: 'eastus', instanceTypes: ['Standard_D4s_v3'] }])
})

it('follows its links to its own address, with the version and the region asked for', async () => {
  await using server = await localServer(({ url }, response) =>
    url.searchParams.has('$skiptoken')
      ? sendJson(response, { value: [sku({ name: 'Standard_B1s' })] })
      : sendJson(response, { value: [sku()], nextLink: 'https://management.azure.com/elsewhere?$skiptoken=a%2Bb==' }),
  )
  expect((await readSkus(server.base, 'eastus')).shapes.map(({ instanceType }) => instanceType)).toEqual([
    'Standard_D2s_v3',
    'Standard_B1s',
  ])
  const { url, headers } = server.received[1]!
  expect(url.pathname).toContain('/providers/Microsoft.Compute/skus')
  expect(Object.fromEntries(url.searchParams)).toEqual({
    'api-version': '2021-07-01',
    $filter: "location eq 'eastus'",
    $skiptoken: 'a+b==',
  })
  expect(headers.authorization).toContain('Bearer')
})

it('never takes its token to another host', async () => {
  await using server = await localServer((_, response) =>
    sendJson(response, { value: [sku()], nextLink: 'https://example.org/?$skiptoken=1' }),
  )
  await expect(readSkus(server.base, 'eastus')).rejects.toThrow('leads to another host (example.org)')
})

it.each([
  [403, 'AuthorizationFailed', 'role Reader on the subscription'],
  [401, 'InvalidAuthenticationToken', 'az login'],
  [404, 'SubscriptionNotFound', 'check azureSubscriptionId'],
])('tells of HTTP %i what Azure says (%s) and what to do', async (status, code, remedy) => {
  await using server = await localServer((_, response) => sendJson(response, { error: { code, message: 'No.' } }, status))
  const error = await readSkus(server.base, 'eastus').catch((caught: unknown) => caught)
  expect(error).toMatchObject({ remedy: expect.stringContaining(remedy), message: expect.stringContaining(`${code}: No.`) })
})

it('names the GPUs of every machine that comes with Ballast as its own list does', () => {
  const shapeOf = readMachineShapes()
  const withGpus = bundledMachineTypes()
    .map((name) => shapeOf('azure', name)!)
    .filter(({ gpu }) => gpu > 0)
  expect(withGpus.length).toBeGreaterThan(15)
  expect(withGpus.map(({ instanceType }) => [instanceType, gpuModelOf(instanceType)])).toEqual(
    withGpus.map(({ instanceType, gpuModel }) => [instanceType, gpuModel]),
  )
})
