import { readFileSync } from 'node:fs'
import { InputError } from '../domain/input-error.ts'
import { schemaIssues } from '../domain/schema-check.ts'
import { parseYaml, type YamlText } from './document.ts'
import { withoutMistakes } from './draft.ts'
import { type FleetDescription, FleetFileSchema, type PriceFile } from './schema.ts'

/** A fleet description that was opened: its syntax is right, its form and sense are told when the fleet is made of it. */
export interface FleetFile {
  readonly source: string
  readonly yaml: YamlText
  /** Price files of the user's own, as written: relative to the fleet file. */
  readonly prices: readonly PriceFile[]
  /** Where its clusters are said to be, right or wrong: whose prices are worth reading. */
  readonly places: readonly { readonly provider: string; readonly region: string }[]
}

/** Opens a fleet file. Throws InputError where it cannot be read or is no YAML. */
export function openFleetFile(path: string): FleetFile {
  return openFleetText(textOf(path), path)
}

export function openFleetText(text: string, source: string): FleetFile {
  const yaml = parseYaml(text, source)
  const { prices, clusters } = withoutMistakes<FleetDescription>(yaml.value, schemaIssues(FleetFileSchema, yaml.value))
  const sound = (prices ?? []).flatMap((price) => (price?.file ? [{ ...price, file: price.file } as PriceFile] : []))
  const places = (clusters ?? []).flatMap((cluster) =>
    cluster?.provider && cluster.region ? [{ provider: cluster.provider, region: cluster.region }] : [],
  )
  return { source, yaml, prices: sound, places }
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    throw new InputError(path, [{ path: '', message: 'the file cannot be read', remedy: 'check its name and its permissions' }], { cause })
  }
}
