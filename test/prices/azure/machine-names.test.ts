import { expect, it } from 'vitest'
import { machineNames } from '../../../src/prices/azure/rate-card/machine-names.ts'
import { bundledMachineTypes } from './bundled-machine-types.ts'

it.each([
  ['D2s v3', ['Standard_D2s_v3']],
  ['D2 v3/D2s v3', ['Standard_D2_v3', 'Standard_D2s_v3']],
  ['D1/DS1', ['Standard_D1', 'Standard_DS1']],
  ['F1/F1s', ['Standard_F1', 'Standard_F1s']],
  ['D15i v2/DS15i v2', ['Standard_D15i_v2', 'Standard_DS15i_v2']],
  ['E20a v4 / E20as v4', ['Standard_E20a_v4', 'Standard_E20as_v4']],
  ['A0', ['Standard_A0']],
  ['A10', ['Standard_A10']],
  ['A1 v2', ['Standard_A1_v2']],
  ['A2m v2', ['Standard_A2m_v2']],
  ['B1ls', ['Standard_B1ls']],
  ['F2s v2', ['Standard_F2s_v2']],
  ['DS12-1 v2', ['Standard_DS12-1_v2']],
  ['M416-208ms v2', ['Standard_M416-208ms_v2']],
  ['E4-2ads v5', ['Standard_E4-2ads_v5']],
  ['HB120rs v2', ['Standard_HB120rs_v2']],
  ['L8s v2', ['Standard_L8s_v2']],
  ['NC24R', ['Standard_NC24R']],
  ['NC6s v3', ['Standard_NC6s_v3']],
  ['NC4as T4 v3', ['Standard_NC4as_T4_v3']],
  ['NC24ads A100 v4', ['Standard_NC24ads_A100_v4']],
  ['ND96isr MI300X v5', ['Standard_ND96isr_MI300X_v5']],
  ['M416s 10 v2', ['Standard_M416s_10_v2']],
  ['Standard_D2_v3', ['Standard_D2_v3']],
  ['Standard_D2_v3/Standard_D2s_v3', ['Standard_D2_v3', 'Standard_D2s_v3']],
  ['Basic_A1', ['Basic_A1']],
])('the meter %s prices %j', (meterName, names) => {
  expect(machineNames(meterName, 'Dv3/DSv3 Series')).toEqual(names)
})

it('a meter of the basic series prices machines of the basic tier, though its name is that of a standard one', () => {
  expect(machineNames('A1', 'A Series Basic')).toEqual(['Basic_A1'])
})

it.each([
  '',
  'Type 2 HM',
  'Type 3',
  'Dsv3 Type1',
  'Compute Hours',
  'D2 v2 Promo',
  'D2/',
  '/D2',
  'D2 v3 Low Priority',
  'D2/Fsv2 Type2',
  'vCPU',
])('what the meter "%s" prices cannot be told', (meterName) => {
  expect(machineNames(meterName, 'Dv3/DSv3 Series')).toEqual([])
})

it('every machine type of Azure that comes with Ballast is named by the rule', () => {
  const names = bundledMachineTypes()
  expect(names.length).toBeGreaterThan(300)
  expect(names.flatMap((name) => machineNames(name.replace('Standard_', '').replaceAll('_', ' '), ''))).toEqual(names)
})
