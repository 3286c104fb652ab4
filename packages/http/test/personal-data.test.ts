// Enters made-up personal data through the API, then searches every answer, log line and metric for it.
import { beforeAll, describe, expect, it } from 'vitest'
import { createMetrics, exampleCommands, type Logger, type Role, roles } from '../src/index.js'
import { request, setUp, tokenOf } from './fixture.js'
import { SseClient } from './sse-client.js'

const name = '金丝雀甲'
const idNumber = 'CANARY-530000190001010000'
const note = '金丝雀在矿井里'
const personalValues = [name, idNumber, note]

const logged: string[] = []
const record = (fields: object, message: string) => {
  logged.push(JSON.stringify([fields, message]))
}
const logger: Logger = { info: record, warn: record, error: record }
const metrics = createMetrics()
const { api, runtime, storage } = setUp({ logger, metrics })

const answers: { readonly role: string; readonly path: string; readonly text: string }[] = []

const get = async (role: Role, division: string, path: string, accept = 'application/json') => {
  const response = await request(api, path, { token: await tokenOf(role, division), headers: { Accept: accept } })
  const text = JSON.stringify([...response.headers]) + (await response.text())
  answers.push({ role, path, text })
  return text
}

const streams = ['journey-canary', 'household-canary', 'instructor-canary', 'batch-batch-1', 'agreement-agreement-1']

beforeAll(async () => {
  const tokens = { county: await tokenOf('county', '532329'), township: await tokenOf('township', '532329104') }
  for (const { type, data } of exampleCommands) {
    const body = 'note' in data ? { ...data, note } : data
    const token = ['RegisterDivision', 'ClassifyDivision'].includes(type) ? tokens.county : tokens.township
    await request(api, `/v1/commands/${type}`, { token, body })
    await runtime.settle({ projections: false })
  }
  const copy = (type: string) => ({ ...exampleCommands.find((step) => step.type === type)?.data })
  const enter = async (type: string, body: object) => {
    const { status } = await request(api, `/v1/commands/${type}`, { token: tokens.township, body })
    if (status !== 200) throw new Error(`${type}: ${status}`)
  }
  await enter('NominateCandidate', { ...copy('NominateCandidate'), traineeId: 'canary', personal: { name, idNumber } })
  await enter('RegisterHousehold', {
    ...copy('RegisterHousehold'),
    householdId: 'canary',
    personal: { head: name, idNumber },
  })
  await enter('EngageInstructor', { ...copy('EngageInstructor'), instructorId: 'canary', personal: { name } })
  await runtime.settle()
  // and requests that fail in every way while they carry the data
  for (const body of [
    { traineeId: 'canary', personal: { name, idNumber, extra: name } },
    { ...copy('NominateCandidate'), traineeId: 'second', personal: { name, idNumber } },
    { ...copy('NominateCandidate'), traineeId: 'canary', personal: { name: [name], idNumber } },
    { ...copy('NominateCandidate'), traineeId: 'third', personal: name },
    `{"personal": {"name": "${name}"`,
    `{"a": "${name}", "a": "${idNumber}"}`,
  ])
    for (const language of ['zh', 'en']) {
      const response = await request(api, '/v1/commands/NominateCandidate', {
        token: tokens.township,
        body,
        headers: { 'Accept-Language': language },
      })
      if (response.status < 400) throw new Error('the request was expected to fail')
      answers.push({ role: 'failing', path: 'NominateCandidate', text: await response.text() })
    }
  for (const role of roles) {
    const division = role === 'county' || role === 'auditor' ? '*' : '532329104'
    for (const stream of streams) await get(role, division, `/v1/streams/${stream}`)
    await get(role, division, '/v1/events?limit=1000', 'application/cloudevents-batch+json')
    for (const { name: readModel } of [...runtime.domain.projections, ...runtime.domain.views])
      for (const [path, accept] of [
        ['projections', 'application/json'],
        ['tables', 'text/csv'],
      ] as const)
        await get(role, division, `/v1/${path}/${readModel}?limit=1000`, accept)
    await get(role, division, '/metrics')
  }
})

const hasPersonalValue = (text: string): boolean => personalValues.some((value) => text.includes(value))

describe('personal data', () => {
  it('is decrypted for base and township', async () => {
    for (const role of ['base', 'township'] as const) {
      const seen = answers.filter((one) => one.role === role && hasPersonalValue(one.text)).map(({ path }) => path)
      expect(seen).toEqual(
        expect.arrayContaining([...streams.map((stream) => `/v1/streams/${stream}`), '/v1/events?limit=1000']),
      )
    }
  })

  it('is in no answer to county and auditor, and in no problem', () => {
    for (const role of ['county', 'auditor', 'failing']) {
      const seen = answers.filter((one) => one.role === role)
      expect(seen.length).toBeGreaterThan(10)
      expect(seen.filter(({ text }) => hasPersonalValue(text))).toEqual([])
    }
  })

  it('is in no event feed of an auditor, and in no attribute of any event', async () => {
    const head = await storage.events.head()
    for (const role of ['auditor', 'township'] as const) {
      const token = await tokenOf(role, role === 'auditor' ? '*' : '532329104')
      const response = await request(api, '/v1/events', { token, headers: { Accept: 'text/event-stream' } })
      const client = new SseClient(response)
      await client.readUntil(() => client.lastEventId === head)
      await client.cancel()
      const text = JSON.stringify(
        role === 'auditor' ? client.events : client.events.map((event) => ({ ...event, data: undefined })),
      )
      expect(client.events.length).toBeGreaterThan(50)
      expect(hasPersonalValue(text)).toBe(false)
      if (role === 'township') expect(hasPersonalValue(JSON.stringify(client.events))).toBe(true)
    }
  })

  it('is in no log line and in no metric', async () => {
    expect(logged.length).toBeGreaterThan(100)
    expect(logged.filter(hasPersonalValue)).toEqual([])
    expect(
      hasPersonalValue(await metrics.text({ openFeeds: 0, readModelLag: [], readModelDelay: [], quarantined: [] })),
    ).toBe(false)
  })

  it('reads as erased for every role once the person is forgotten', async () => {
    await runtime.forget('journey-canary')
    const text = await get('township', '532329104', '/v1/streams/journey-canary')
    expect(text).toContain('"personal":{"erased":true}')
    expect(hasPersonalValue(text)).toBe(false)
  })
})
