// Many readers of events at once over real connections, half of them slow. SKEIN_READERS says how many (default 60; 500 on demand).
import { openMemory } from '@skein/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Listening, listen } from '../src/node.js'
import { call, setUp, tokenOf } from './fixture.js'
import { SseReader } from './sse-reader.js'

const readers = Number(process.env.SKEIN_READERS ?? 60)
const events = Number(process.env.SKEIN_READERS_EVENTS ?? 200)

const { api } = setUp({}, openMemory())
let listening: Listening
let token: string
beforeAll(async () => {
  listening = await listen(api, { port: 0 })
  token = await tokenOf('county', '532329')
})
afterAll(() => listening.close(500))

const record = (type: string, body: object) => call(api, `/v1/commands/${type}`, { token, body })

/** Reads until it has `events` of them, and now and then goes away and comes back with the last id that it had. */
const readAll = async (isSlow: boolean): Promise<readonly string[]> => {
  const seen: string[] = []
  let last: string | undefined
  while (seen.length < events) {
    const leave = 1 + Math.floor(Math.random() * events)
    const response = await fetch(`${listening.url}/v1/events`, {
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'Last-Event-ID': last }),
      },
    })
    const reader = new SseReader(response)
    while (reader.events.length < leave && seen.length + reader.events.length < events) {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 20))
      if (!(await reader.read())) break
    }
    seen.push(...reader.events.map(({ id }) => id))
    last = reader.events.at(-1)?.position ?? last
    await reader.cancel()
  }
  return seen
}

it(`${readers} readers that come and go, half of them slow, have each event exactly once, in bounded memory`, async () => {
  await record('RegisterDivision', { code: '532329', level: 'county', name: 'x', on: '2018-01-01' })
  const reading = Array.from({ length: readers }, (_, at) => readAll(at % 2 === 0))
  const before = process.memoryUsage().heapUsed
  for (let people = 1; people < events; people++) {
    await record('CountWilling', { code: '532329', people, on: '2018-01-02' })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const seen = await Promise.all(reading)
  const [first = []] = seen
  expect(new Set(first).size).toBe(events)
  for (const one of seen) expect(one).toEqual(first)
  // both ends of every connection are in this process; a page of events for each is well within it
  const perReader = (process.memoryUsage().heapUsed - before) / readers
  expect(perReader).toBeLessThan(2 * 1024 * 1024)
}, 600_000)
