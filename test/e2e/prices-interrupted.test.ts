import { describe, expect, it } from 'vitest'
import { begun } from './command.ts'
import { send } from './prices/clouds.ts'
import { offers, REFRESH, shownIn, withClouds } from './prices/running.ts'

const { clouds, run, folderWithStore } = withClouds()

describe('a refresh that is killed in the middle', () => {
  it('goes on with what is missing when it is run again', async () => {
    const folder = folderWithStore()
    clouds().fault = (asked, response, right) => (asked.listing === 'azure-retail' ? undefined : send(response, right))
    const killed = begun(folder, REFRESH, clouds().environment)
    await killed.says(
      /gcp-billing: \d+ rows[\s\S]*aws-pricing eu-west-1: \d+ rows|aws-pricing eu-west-1: \d+ rows[\s\S]*gcp-billing: \d+ rows/,
    )
    killed.kill('SIGKILL')
    await killed.ended
    clouds().fault = undefined
    const asked = ['aws-pricing', 'gcp-billing'].map((listing) => clouds().requestsOf(listing as 'aws-pricing'))
    const { code, stdout, stderr } = await run(folder, REFRESH)
    expect([code, stderr]).toEqual([0, expect.stringMatching(/^Going on with the refresh that was cut short/)])
    expect(stdout).toMatch(/gcp-billing +read before/)
    expect(['aws-pricing', 'gcp-billing'].map((listing) => clouds().requestsOf(listing as 'aws-pricing'))).toEqual(asked)
    expect(offers(await shownIn(folder))).toContain('azure,eastus,,Standard_D2s_v3,on-demand,0.096')
  })

  it('is called off by Ctrl-C: it ends with 1, keeps what it has, and says how to go on', async () => {
    const folder = folderWithStore()
    clouds().fault = (asked, response, right) => (asked.listing === 'azure-retail' ? undefined : send(response, right))
    const stopped = begun(folder, REFRESH, clouds().environment)
    await stopped.says(/gcp-billing: \d+ rows/)
    stopped.kill('SIGINT')
    const { code, stdout, stderr } = await stopped.ended
    clouds().fault = undefined
    expect([code, stdout]).toEqual([1, expect.stringMatching(/It was called off: run it again, it goes on\./)])
    expect(stderr).toMatch(/azure-retail eastus: failed.*called off/)
    expect(offers(await shownIn(folder))).toContain('gcp,us-central1,,n2-standard-2,on-demand,0.097118')
  })

  it('ends when its time is over', async () => {
    clouds().fault = () => undefined
    const { code, stdout } = await run(folderWithStore(), REFRESH, { BALLAST_PRICE_DEADLINE_SECONDS: '1' })
    clouds().fault = undefined
    expect([code, stdout]).toEqual([1, expect.stringMatching(/cut short by its deadline/)])
  })
})

it('two refreshes at once on one folder: the second says who has it', async () => {
  const folder = folderWithStore()
  clouds().fault = () => undefined
  const holding = begun(folder, REFRESH, clouds().environment)
  await holding.says(/· azure-retail/)
  const second = await run(folder, REFRESH)
  holding.kill('SIGKILL')
  await holding.ended
  clouds().fault = undefined
  expect([second.code, second.stderr]).toEqual([
    1,
    expect.stringMatching(/^ballast: the store in \.ballast is in use by process \d+ since/),
  ])
})
