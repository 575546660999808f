import { readFacts } from '../../../src/prices/bundled/facts.ts'

/** Azure's machine types that come with Ballast. */
export const bundledMachineTypes = (): string[] =>
  readFacts<{ shapes: { azure: [instanceType: string][] } }>('machine-shapes.json').shapes.azure.map(([instanceType]) => instanceType)
