// A name and an ID number that nobody has, entered by the API: where do they turn up again?
import { beforeAll, describe, expect, it } from 'vitest'
import { createMetrics, exampleCommands, type Logger, type Role, roles } from '../src/index.js'
import { call, setUp, tokenOf } from './fixture.js'
import { SseReader } from './sse-reader.js'

const name = '金丝雀甲'
const idNumber = 'CANARY-530000190001010000'
const note = '金丝雀在矿井里'
const canaries = [name, idNumber, note]

const logged: string[] = []
const keep = (fields: object, message: string) => {
  logged.push(JSON.stringify([fields, message]))
}
const logger: Logger = { info: keep, warn: keep, error: keep }
const metrics = createMetrics()
const { api, runtime, storage } = setUp({ logger, metrics })

const answered: { readonly role: string; readonly path: string; readonly text: string }[] = []

const ask = async (role: Role, division: string, path: string, accept = 'application/json') => {
  const response = await call(api, path, { token: await tokenOf(role, division), headers: { Accept: accept } })
  const text = JSON.stringify([...response.headers]) + (await response.text())
  answered.push({ role, path, text })
  return text
}

const streams = ['journey-canary', 'household-canary', 'instructor-canary', 'batch-batch-1', 'agreement-agreement-1']

beforeAll(async () => {
  const tokens = { county: await tokenOf('county', '532329'), township: await tokenOf('township', '532329104') }
  for (const { type, data } of exampleCommands) {
    const told = 'note' in data ? { ...data, note } : data
    const token = ['RegisterDivision', 'ClassifyDivision'].includes(type) ? tokens.county : tokens.township
    await call(api, `/v1/commands/${type}`, { token, body: told })
    await runtime.settle({ projections: false })
  }
  const copy = (type: string) => ({ ...exampleCommands.find((step) => step.type === type)?.data })
  const enter = async (type: string, body: object) => {
    const { status } = await call(api, `/v1/commands/${type}`, { token: tokens.township, body })
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
  // and every way of failing with them in hand
  for (const body of [
    { traineeId: 'canary', personal: { name, idNumber, extra: name } },
    { ...copy('NominateCandidate'), traineeId: 'second', personal: { name, idNumber } },
    { ...copy('NominateCandidate'), traineeId: 'canary', personal: { name: [name], idNumber } },
    { ...copy('NominateCandidate'), traineeId: 'third', personal: name },
    `{"personal": {"name": "${name}"`,
    `{"a": "${name}", "a": "${idNumber}"}`,
  ])
    for (const language of ['zh', 'en']) {
      const response = await call(api, '/v1/commands/NominateCandidate', {
        token: tokens.township,
        body,
        headers: { 'Accept-Language': language },
      })
      if (response.status < 400) throw new Error('this should fail')
      answered.push({ role: 'failing', path: 'NominateCandidate', text: await response.text() })
    }
  for (const role of roles) {
    const division = role === 'county' || role === 'auditor' ? '*' : '532329104'
    for (const stream of streams) await ask(role, division, `/v1/streams/${stream}`)
    await ask(role, division, '/v1/events?limit=1000', 'application/cloudevents-batch+json')
    for (const { name: readModel } of [...runtime.domain.projections, ...runtime.domain.views])
      for (const accept of ['application/json', 'text/csv'])
        await ask(role, division, `/v1/projections/${readModel}?limit=1000`, accept)
    await ask(role, division, '/metrics')
  }
})

const isFound = (text: string): boolean => canaries.some((canary) => text.includes(canary))

describe('what is personal', () => {
  it('was entered, and is shown in clear to those who work with the people', async () => {
    for (const role of ['base', 'township'] as const) {
      const seen = answered.filter((one) => one.role === role && isFound(one.text)).map(({ path }) => path)
      expect(seen).toEqual(
        expect.arrayContaining([...streams.map((stream) => `/v1/streams/${stream}`), '/v1/events?limit=1000']),
      )
    }
  })

  it('is in no answer to a role without the right', () => {
    for (const role of ['county', 'auditor', 'failing']) {
      const seen = answered.filter((one) => one.role === role)
      expect(seen.length).toBeGreaterThan(10)
      expect(seen.filter(({ text }) => isFound(text))).toEqual([])
    }
  })

  it('is in no stream of events of a role without the right, and in no attribute of any event', async () => {
    const head = await storage.events.head()
    for (const role of ['auditor', 'township'] as const) {
      const token = await tokenOf(role, role === 'auditor' ? '*' : '532329104')
      const response = await call(api, '/v1/events', { token, headers: { Accept: 'text/event-stream' } })
      const reader = new SseReader(response)
      await reader.until(() => reader.lastEventId === head)
      await reader.cancel()
      const text = JSON.stringify(
        role === 'auditor' ? reader.events : reader.events.map((event) => ({ ...event, data: undefined })),
      )
      expect(reader.events.length).toBeGreaterThan(50)
      expect(isFound(text)).toBe(false)
      if (role === 'township') expect(isFound(JSON.stringify(reader.events))).toBe(true)
    }
  })

  it('is in no log line and in no metric', () => {
    expect(logged.length).toBeGreaterThan(100)
    expect(logged.filter(isFound)).toEqual([])
    expect(isFound(metrics.text([]))).toBe(false)
  })

  it('is gone for everybody once the person is forgotten', async () => {
    await runtime.forget('journey-canary')
    const text = await ask('township', '532329104', '/v1/streams/journey-canary')
    expect(text).toContain('"personal":{"erased":true}')
    expect(isFound(text)).toBe(false)
  })
})
