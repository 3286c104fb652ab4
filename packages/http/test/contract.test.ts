import { createConfig, lintFromString } from '@redocly/openapi-core'
import { domain, rules } from '@skein/core'
import { beforeAll, describe, expect, it } from 'vitest'
import { call, setUp, tokenOf } from './fixture.js'
import { type Contract, contractOf, examplesOf, judgeOf, operationsOf } from './openapi.js'

let contract: Contract
beforeAll(async () => {
  contract = await contractOf(setUp().api)
})

const commandTypes = domain.aggregates.flatMap(({ commands }) => Object.entries(commands))

describe('the contract', () => {
  it('is OpenAPI 3.1 without a fault', async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const found = await lintFromString({ source: JSON.stringify(contract), config })
    expect(contract.openapi).toMatch(/^3\.1\./)
    expect(found.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
  })

  it('has an operation with an example for every command that people send, and none for the others', () => {
    const commands = operationsOf(contract).filter(({ path }) => path.startsWith('/v1/commands/'))
    const sent = commandTypes.filter(([, { byProcess }]) => !byProcess).map(([type]) => type)
    expect(commands.map(({ operation }) => operation.operationId).sort()).toEqual(sent.sort())
    expect(commands.filter((one) => examplesOf(one).length === 0).map(({ path }) => path)).toEqual([])
  })

  it('has every read model, by its schema', () => {
    const paths = Object.keys(contract.paths)
    for (const { name } of [...domain.projections, ...domain.views])
      expect(paths).toEqual(expect.arrayContaining([`/v1/projections/${name}`, `/v1/projections/${name}/{key}`]))
  })

  it('names for every command the rules that may refuse it, and every rule that refuses somewhere', () => {
    const text = JSON.stringify(contract)
    const recorded = new Set(commandTypes.flatMap(([, { byProcess, records }]) => (byProcess ? [] : records)))
    const refusing = rules.filter(({ events }) => events.some((type) => recorded.has(type)))
    expect(refusing.map(({ id }) => id).filter((id) => !text.includes(`**${id}** `))).toEqual([])
    expect(refusing.length).toBeGreaterThan(40)
  })

  it('is a page for people, without a script', async () => {
    const page = await call(setUp().api, '/reference')
    const html = await page.text()
    expect(html).toContain('POST /v1/commands/NominateCandidate')
    expect(html).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/)
  })
})

describe('every example', () => {
  it('is accepted by the running server, in the order of the steps, as the contract says', async () => {
    const { api, runtime } = setUp()
    const tokens = {
      county: await tokenOf('county', '532329'),
      township: await tokenOf('township', '532329104'),
    }
    const judge = judgeOf(contract)
    const steps = operationsOf(contract)
      .flatMap((described) => examplesOf(described).map(({ name, value }) => ({ described, name, value })))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    expect(steps.map(({ name }) => name)).toEqual(steps.map((_, at) => `step-${String(at + 1).padStart(3, '0')}`))
    for (const { described, name, value } of steps) {
      const isCountys = ['RegisterDivision', 'ClassifyDivision'].includes(described.operation.operationId)
      const response = await call(api, described.path, {
        token: tokens[isCountys ? 'county' : 'township'],
        body: value,
      })
      const body = (await response.clone().json()) as { readonly events?: readonly unknown[] }
      expect([name, response.status, (body.events?.length ?? 0) > 0]).toEqual([name, 200, true])
      expect([name, await judge(described, response)]).toEqual([name, []])
      await runtime.settle({ projections: false })
    }
    await runtime.settle()
    // what the processes did came through too: trained, mentored, carried, and no more
    const steps1 = await runtime.read('journeyTimeline').get('trainee-1')
    expect(JSON.stringify(steps1)).toMatch(/TrainingCompleted.*MentoringStarted.*MentoringEnded/)
  })
})

describe('a JSON Schema', () => {
  it('stands at a permanent address for every command, event and read model', async () => {
    const { api } = setUp()
    const paths = [
      ...commandTypes.filter(([, { byProcess }]) => !byProcess).map(([type]) => `/schemas/commands/${type}`),
      ...domain.aggregates.flatMap(({ events }) =>
        Object.entries(events).map(([type, { version }]) => `/schemas/events/${type}/${version}`),
      ),
      ...[...domain.projections, ...domain.views].map(({ name }) => `/schemas/read-models/${name}`),
    ]
    for (const path of paths) {
      const response = await call(api, path)
      expect([path, response.status]).toEqual([path, 200])
      expect(await response.json()).toMatchObject({
        $id: path,
        $schema: 'https://json-schema.org/draft/2020-12/schema',
      })
    }
  })

  it('is not shown of a command that only processes send', async () => {
    expect((await call(setUp().api, '/schemas/commands/BookPlace')).status).toBe(404)
  })
})

it('says what each problem means', async () => {
  const { api } = setUp()
  expect(await (await call(api, '/problems/outcome-unknown')).json()).toMatchObject({
    status: 503,
    title: { zh: '尚不确定是否已登记' },
  })
  expect((await call(api, '/problems/unheard-of')).status).toBe(404)
})
