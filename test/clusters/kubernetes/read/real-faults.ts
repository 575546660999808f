import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { request } from 'node:https'
import { join } from 'node:path'
import { apply, namespace } from '../control-planes.ts'
import { SPACE } from './real-objects.ts'

/** An API server that hangs for as long as the work takes; continued even where this process is ended before. */
export async function whileHanging<Result>(pid: number, work: () => Promise<Result>, mostSeconds = 20): Promise<Result> {
  const watchdog = spawn('sh', ['-c', `sleep ${mostSeconds}; kill -CONT ${pid}`], { detached: true, stdio: 'ignore' })
  process.kill(pid, 'SIGSTOP')
  try {
    return await work()
  } finally {
    process.kill(pid, 'SIGCONT')
    process.kill(-watchdog.pid!, 'SIGKILL')
  }
}

/** Lets etcd forget every version but the present one, as it does by itself every few minutes. */
export async function forgetAllVersions(pki: string): Promise<void> {
  await apply('aws-eu', { ...namespace(SPACE), metadata: { name: SPACE, annotations: { touched: String(Math.random()) } } })
  const { header } = await etcd(pki, '/v3/kv/range', { key: 'AA==' })
  await etcd(pki, '/v3/kv/compaction', { revision: header.revision })
}

function etcd(pki: string, path: string, body: object): Promise<{ header: { revision: string } }> {
  const [ca, cert, key] = ['etcd-ca.crt', 'etcd.crt', 'etcd.key'].map((file) => readFileSync(join(pki, file)))
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: 12379, path, method: 'POST', ca, cert, key }, async (response) => {
      let text = ''
      for await (const part of response) text += part
      resolve(JSON.parse(text))
    })
    call.on('error', reject)
    call.end(JSON.stringify(body))
  })
}
