import { existsSync, readFileSync } from 'node:fs'
import { type RequestOptions, request } from 'node:https'
import { connect as open } from 'node:net'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { KubeConfig, type KubernetesObject, KubernetesObjectApi, PatchStrategy } from '@kubernetes/client-node'
import { afterAll, beforeAll, describe } from 'vitest'
import { parse } from 'yaml'
import { exclusively } from './one-at-a-time.ts'

/** The real API servers that tests run against: two clusters, as ../shared/kube starts them. */
export interface ControlPlanes {
  /** With the contexts `aws-eu`, `azure-eu`, and of each `-viewer` and `-scaler` with less rights. */
  readonly kubeconfig: string
  /** The process of a cluster's API server, to be stopped and continued. */
  apiServerProcess(cluster: string): number
}

const kubeconfig = process.env.BALLAST_TEST_KUBECONFIG || join(homedir(), '.cache', 'ballast-kube', 'kubeconfig')
const reason = await whyNot()

/** Undefined where there are none: then `describeOnControlPlanes` skips, and says so. */
export const controlPlanes: ControlPlanes | undefined = reason === undefined ? { kubeconfig, apiServerProcess } : undefined

/** Facts that need real API servers; where there are none they are skipped, with the reason in their name. */
export function describeOnControlPlanes(name: string, facts: (planes: ControlPlanes) => void): void {
  if (controlPlanes)
    describe(name, () => {
      alone()
      facts(controlPlanes)
    })
  else describe.skip(`${name} (skipped: ${reason})`, () => facts({ kubeconfig, apiServerProcess }))
}

/** Other files of tests wait meanwhile: one that stops an API server would disturb them. */
function alone(): void {
  let giveBack = () => {}
  beforeAll(async () => {
    giveBack = await exclusively(dirname(kubeconfig))
  }, 600_000)
  afterAll(() => giveBack())
}

/** Makes objects so (server-side apply), each after the one before it; custom resources once their definition is served. */
export async function apply(context: string, ...objects: readonly object[]): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(configFor(context))
  for (const object of objects) await patched(api, object as KubernetesObject)
}

/** Removes objects, and with a namespace all that is in it; those that are not there are no mistake. */
export async function remove(context: string, ...objects: readonly object[]): Promise<void> {
  const api = KubernetesObjectApi.makeApiClient(configFor(context))
  for (const object of objects) {
    await api.delete(object as KubernetesObject).catch((error: { code?: number }) => {
      if (error.code !== 404) throw error
    })
  }
}

/** Where the definitions of Karpenter's, KEDA's and Cluster API's objects lie. */
const DEFINITIONS = join('..', 'shared', 'wire', 'kubernetes')
export const hasDefinitions = existsSync(DEFINITIONS)

/**
 * Lets a cluster serve custom resources for good, by the files that define them; their controllers do not run.
 * Posted as they are: client-node's own writing of definitions loses their extensions.
 */
export async function define(context: string, ...files: readonly string[]): Promise<void> {
  for (const file of files) {
    const definition: unknown = parse(readFileSync(join(DEFINITIONS, file), 'utf8'))
    const status = await post(context, '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', definition)
    if (status !== 201 && status !== 409) throw new Error(`${file} was answered with ${status}`)
  }
}

async function post(context: string, path: string, body: unknown): Promise<number | undefined> {
  const config = configFor(context)
  const options: RequestOptions = { method: 'POST', headers: { 'content-type': 'application/json' } }
  await config.applyToHTTPSOptions(options)
  return new Promise((resolve, reject) => {
    const call = request(`${config.getCurrentCluster()?.server}${path}`, options, (response) => {
      response.resume().on('end', () => resolve(response.statusCode))
    })
    call.on('error', reject)
    call.end(JSON.stringify(body))
  })
}

export const namespace = (name: string): object => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } })

export function configFor(context: string): KubeConfig {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  config.setCurrentContext(context)
  return config
}

async function patched(api: KubernetesObjectApi, object: KubernetesObject, tries = 40): Promise<void> {
  try {
    await api.patch(object, undefined, undefined, 'ballast-tests', true, PatchStrategy.ServerSideApply)
  } catch (error) {
    const isNotServedYet = (error as { code?: number }).code === 404 || /Unrecognized API version and kind/.test(String(error))
    if (!isNotServedYet || tries === 0) throw error
    await new Promise((resolve) => setTimeout(resolve, 250))
    await patched(api, object, tries - 1)
  }
}

function apiServerProcess(cluster: string): number {
  return Number(readFileSync(join(dirname(kubeconfig), 'run', cluster, 'kube-apiserver.pid'), 'utf8'))
}

async function whyNot(): Promise<string | undefined> {
  if (!existsSync(kubeconfig)) return 'there are no control planes: start them with ../shared/kube/up.sh, or set BALLAST_TEST_KUBECONFIG'
  const servers = ['aws-eu', 'azure-eu'].map((context) => configFor(context).getCurrentCluster()?.server)
  for (const server of servers)
    if (!server || !(await listens(new URL(server)))) return 'the control planes are down: start them with ../shared/kube/up.sh'
  return undefined
}

function listens({ hostname, port }: URL): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = open({ host: hostname, port: Number(port) }, () => resolve(socket.destroy() !== undefined))
    socket.on('error', () => resolve(false))
  })
}
