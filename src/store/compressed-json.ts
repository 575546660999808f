import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'

const compressed = promisify(gzip)
const decompressed = promisify(gunzip)

export async function compressJson(value: unknown): Promise<Uint8Array> {
  return compressed(JSON.stringify(value))
}

export async function decompressJson<Value>(bytes: Uint8Array): Promise<Value> {
  return JSON.parse((await decompressed(bytes)).toString('utf8')) as Value
}
