import { createConfig, lintFromString } from '@redocly/openapi-core'
import { domain, rules } from '@skein/core'
import { type RulesetDefinition, Spectral } from '@stoplight/spectral-core'
import { oas } from '@stoplight/spectral-rulesets'
import { beforeAll, describe, expect, it } from 'vitest'
import { request, setUp, tokenOf } from './fixture.js'
import { answerValidator, type Contract, contractOf, examplesOf, operationsOf } from './openapi.js'

const { api } = setUp()
let contract: Contract
beforeAll(async () => {
  contract = await contractOf(api)
})

/** Only county tokens may send these. */
const countyCommands = ['RegisterDivision', 'ClassifyDivision']

const commandTypes = domain.aggregates.flatMap(({ commands }) => Object.entries(commands))

describe('the contract', () => {
  it('is valid OpenAPI 3.1 by the rules of Redocly', async () => {
    const config = await createConfig({ extends: ['recommended'] })
    const findings = await lintFromString({ source: JSON.stringify(contract), config })
    expect(contract.openapi).toMatch(/^3\.1\./)
    expect(findings.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual([])
  })

  it('has no error by the rules of Spectral', async () => {
    const linter = new Spectral()
    // sound: its types leave out that a ruleset with rules need extend none
    linter.setRuleset(oas as RulesetDefinition)
    const findings = await linter.run(JSON.stringify(contract))
    const errors = findings.filter(({ severity }) => severity === 0)
    expect(errors.map(({ code, message, path }) => [code, message, path.join('/')])).toEqual([])
    // it did look
    expect(await linter.run(JSON.stringify({ ...contract, paths: { '/x': { get: {} } } }))).not.toEqual([])
  })

  it('has an operation with an example for every command that people send, and for no other', () => {
    const commands = operationsOf(contract).filter(({ path }) => path.startsWith('/v1/commands/'))
    const sent = commandTypes.filter(([, { byProcess }]) => !byProcess).map(([type]) => type)
    expect(commands.map(({ operation }) => operation.operationId).sort()).toEqual(sent.sort())
    expect(commands.filter((one) => examplesOf(one).length === 0).map(({ path }) => path)).toEqual([])
  })

  it('has the list and the documents of every read model', () => {
    const paths = Object.keys(contract.paths)
    for (const { name } of [...domain.projections, ...domain.views])
      expect(paths).toEqual(expect.arrayContaining([`/v1/projections/${name}`, `/v1/projections/${name}/{key}`]))
  })

  it('lists with each command the rules that can reject it, and every rule somewhere', () => {
    const text = JSON.stringify(contract)
    const recorded = new Set(commandTypes.flatMap(([, { byProcess, records }]) => (byProcess ? [] : records)))
    const refusingRules = rules.filter(({ events }) => events.some((type) => recorded.has(type)))
    expect(refusingRules.map(({ id }) => id).filter((id) => !text.includes(`**${id}** `))).toEqual([])
    expect(refusingRules.length).toBeGreaterThan(40)
  })

  it('is also a page without a script', async () => {
    const page = await request(api, '/reference')
    const html = await page.text()
    expect(html).toContain('POST /v1/commands/NominateCandidate')
    expect(html).not.toContain('<script')
    expect(page.headers.get('content-security-policy')).toMatch(/default-src 'none'; style-src 'sha256-/)
  })
})

describe('the examples', () => {
  it('are accepted by the server in their order, with answers as the contract says', async () => {
    const server = setUp()
    const tokens = {
      county: await tokenOf('county', '532329'),
      township: await tokenOf('township', '532329104'),
    }
    const violationsOf = answerValidator(contract)
    const steps = operationsOf(contract)
      .flatMap((operation) => examplesOf(operation).map(({ name, value }) => ({ operation, name, value })))
      .sort((a, b) => (a.name < b.name ? -1 : 1))
    expect(steps.map(({ name }) => name)).toEqual(steps.map((_, at) => `step-${String(at + 1).padStart(3, '0')}`))
    for (const { operation, name, value } of steps) {
      const role = countyCommands.includes(operation.operation.operationId) ? 'county' : 'township'
      const response = await request(server.api, operation.path, {
        token: tokens[role],
        body: value,
      })
      const body = (await response.clone().json()) as { readonly events?: readonly unknown[] }
      expect([name, response.status, (body.events?.length ?? 0) > 0]).toEqual([name, 200, true])
      expect([name, await violationsOf(operation, response)]).toEqual([name, []])
      await server.runtime.settle({ projections: false })
    }
    await server.runtime.settle()
    // the processes reacted too: training completed, mentoring started and ended
    const timeline = await server.runtime.read('journeyTimeline').get('trainee-1')
    expect(JSON.stringify(timeline)).toMatch(/TrainingCompleted.*MentoringStarted.*MentoringEnded/)
  })
})

describe('/schemas', () => {
  it('has every command that people send, every event and every read model', async () => {
    const paths = [
      ...commandTypes.filter(([, { byProcess }]) => !byProcess).map(([type]) => `/schemas/commands/${type}`),
      ...domain.aggregates.flatMap(({ events }) =>
        Object.entries(events).map(([type, { version }]) => `/schemas/events/${type}/${version}`),
      ),
      ...[...domain.projections, ...domain.views].map(({ name }) => `/schemas/read-models/${name}`),
    ]
    for (const path of paths) {
      const response = await request(api, path)
      expect([path, response.status]).toEqual([path, 200])
      expect(await response.json()).toMatchObject({
        $id: path,
        $schema: 'https://json-schema.org/draft/2020-12/schema',
      })
    }
  })

  it('has no command that only processes send', async () => {
    expect((await request(api, '/schemas/commands/BookPlace')).status).toBe(404)
  })
})

it('/problems describes each problem', async () => {
  expect(await (await request(api, '/problems/outcome-unknown')).json()).toMatchObject({
    status: 503,
    title: { zh: '尚不确定是否已登记' },
  })
  expect((await request(api, '/problems/unknown')).status).toBe(404)
})
