import { type EventStore, rebuild, type Storage, StorageError } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import { createMetrics } from '../src/index.js'
import { request, setUp, tokenOf } from './fixture.js'

/** The same store with other methods of its events. */
const withEvents = (storage: Storage, methods: Partial<EventStore>): Storage => ({
  ...storage,
  events: new Proxy(storage.events, {
    get(target, name) {
      const value = Reflect.get(methods, name) ?? Reflect.get(target, name)
      return typeof value === 'function' ? value.bind(target) : value
    },
  }),
})

describe('/healthz and /readyz', () => {
  it('report a running process, and building, ready and closing', async () => {
    const { api, runtime } = setUp()
    expect((await request(api, '/healthz')).status).toBe(200)
    expect(await (await request(api, '/readyz')).json()).toEqual({ status: 'building' })
    await runtime.settle()
    const { api: ready } = setUp({}, runtime.storage)
    expect(await (await request(ready, '/readyz')).json()).toEqual({ status: 'ready' })
    ready.close()
    const closing = await request(ready, '/readyz')
    expect([closing.status, await closing.json()]).toEqual([503, { status: 'closing' }])
  })

  it('report read models that lag behind, and a store that is unreachable', async () => {
    const { api, runtime, storage } = setUp({ limits: { readModelLag: 0 } })
    await runtime.settle()
    const token = await tokenOf('county', '532329')
    await request(api, '/v1/commands/RegisterDivision', {
      token,
      body: { code: '532329', level: 'county', name: 'x', on: '2018-01-01' },
    })
    expect(await (await request(api, '/readyz')).json()).toEqual({ status: 'behind' })
    await storage.close()
    expect(await (await request(setUp({}, storage).api, '/readyz')).json()).toEqual({ status: 'unreachable' })
    expect((await request(api, '/v1/streams/division-532329', { token })).status).toBe(503)
  })
})

describe('a read model with a stream in quarantine', () => {
  it('is named by /readyz, which answers 200, and counted by /metrics', async () => {
    const { api, runtime, storage } = setUp()
    const token = await tokenOf('county', '532329')
    const body = { code: '532329', level: 'county', name: 'x', on: '2018-01-01' }
    await request(api, '/v1/commands/RegisterDivision', { token, body })
    const damaged = withEvents(storage, {
      async *readAll(...given) {
        for await (const batch of storage.events.readAll(...given))
          yield batch.map((event) => ({ ...event, data: '{' }))
      },
    })
    await rebuild(runtime.domain, damaged)
    const ready = await request(setUp({}, storage).api, '/readyz')
    expect(ready.status).toBe(200)
    // boundary: JSON of the operator routes, whose content is expected below
    const named = (await ready.json()) as { readonly quarantine: readonly { readonly readModel: string }[] }
    expect(named).toMatchObject({ status: 'ready' })
    expect(named.quarantine.length).toBeGreaterThan(0)
    for (const one of named.quarantine) expect(one).toMatchObject({ isPaused: false, streams: 1 })
    const metrics = createMetrics()
    const text = await (
      await request(setUp({ metrics }, storage).api, '/metrics', { token: await tokenOf('auditor', '*') })
    ).text()
    expect(text).toContain(`skein_quarantined{name="${named.quarantine[0]?.readModel}"} 1`)
  })
})

describe('/readyz of a store whose events are on a server of their own', () => {
  it.each([
    { title: 'does not answer', head: () => new Promise<undefined>(() => undefined), reason: /does not answer/ },
    {
      title: 'refuses the password',
      head: async () => {
        throw new StorageError('failed', { en: 'esdb://host: the password is wrong.', zh: '密码错误。' })
      },
      reason: /password/,
    },
  ])('is unreachable when that $title, and logs the reason', async ({ head, reason }) => {
    const { runtime, storage } = setUp()
    await runtime.settle()
    const logged: unknown[] = []
    const log = (fields: object) => void logged.push(fields)
    const events = Object.assign(Object.create(storage.events), { head })
    const { api } = setUp({ logger: { info: log, warn: log, error: log } }, { ...storage, events })
    const startedAt = performance.now()
    const response = await request(api, '/readyz')
    expect([response.status, await response.json()]).toEqual([503, { status: 'unreachable' }])
    expect(performance.now() - startedAt).toBeLessThan(3_000)
    expect(logged).toContainEqual(
      expect.objectContaining({ state: 'unreachable', reason: expect.stringMatching(reason) }),
    )
  })
})

describe('a store that cannot count its events', () => {
  it('is behind once an event has waited too long for a read model; /metrics says how long', async () => {
    const { api, runtime, storage } = setUp()
    await runtime.settle()
    const uncounted = withEvents(storage, { count: async () => undefined })
    const ready = async (readModelDelayMs: number) => {
      const { api: asked } = setUp({ limits: { readModelDelayMs } }, uncounted)
      return (await request(asked, '/readyz')).json()
    }
    expect(await ready(0)).toEqual({ status: 'ready' })
    const token = await tokenOf('county', '532329')
    const body = { code: '532329', level: 'county', name: 'x', on: '2018-01-01' }
    await request(api, '/v1/commands/RegisterDivision', { token, body })
    await new Promise((resolve) => setTimeout(resolve, 5))
    expect(await ready(60_000)).toEqual({ status: 'ready' })
    expect(await ready(1)).toEqual({ status: 'behind' })
    const { api: measured } = setUp({ metrics: createMetrics() }, uncounted)
    const text = await (await request(measured, '/metrics', { token: await tokenOf('auditor', '*') })).text()
    expect(text).toMatch(/skein_read_model_delay_seconds\{name="\w+"\} 0\.\d+/)
    expect(text).not.toMatch(/skein_read_model_lag\{name="coverage"\} [1-9]/)
  })
})

describe('/metrics', () => {
  it('counts requests by route pattern, never by path, and commands by outcome', async () => {
    const metrics = createMetrics()
    const { api, runtime } = setUp({ metrics })
    await runtime.settle()
    const auditor = await tokenOf('auditor', '*')
    await request(api, '/v1/streams/journey-somebody', { token: auditor })
    await request(api, '/nowhere/somebody')
    metrics.observe({
      kind: 'executed',
      type: 'FoundBase',
      outcome: 'Rejected',
      rule: 'G6',
      events: 0,
      attempts: 1,
      milliseconds: 1,
    })
    const text = await (await request(api, '/metrics', { token: auditor })).text()
    expect(text).toContain('skein_http_request_seconds_count{method="GET",route="/v1/streams/:stream",status="404"} 1')
    expect(text).toContain('skein_commands_total{type="FoundBase",outcome="Rejected",rule="G6"} 1')
    expect(text).toContain('skein_read_model_lag{name="worklist"} 0')
    expect(text).toContain('skein_open_event_feeds 0')
    expect(text).not.toContain('somebody')
  })
})
