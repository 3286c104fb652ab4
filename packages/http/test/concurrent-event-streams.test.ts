// Many readers of the event feed at once, over real connections, half of them slow. SKEIN_READERS sets how many (default
// 60; 500 in the long run), SKEIN_READERS_EVENTS how many events each reads.
import { openMemory } from '@skein/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Listening, listen } from '../src/node.js'
import { request, setUp, tokenOf } from './fixture.js'
import { SseClient } from './sse-client.js'

const readers = Number(process.env.SKEIN_READERS ?? 60)
const events = Number(process.env.SKEIN_READERS_EVENTS ?? 200)

const { api } = setUp({}, openMemory())
let listening: Listening
let token: string
beforeAll(async () => {
  listening = await listen(api, { port: 0 })
  token = await tokenOf('county', '532329')
})
afterAll(() => listening.close({ timeoutMs: 500 }))

const record = (type: string, body: object) => request(api, `/v1/commands/${type}`, { token, body })

/** Reads all events, disconnecting now and then and resuming with the last event's id. */
const readAll = async (isSlow: boolean): Promise<readonly string[]> => {
  const received: string[] = []
  let last: string | undefined
  while (received.length < events) {
    const disconnectAfter = 1 + Math.floor(Math.random() * events)
    const response = await fetch(`${listening.url}/v1/events`, {
      headers: {
        Authorization: `Bearer ${token}`,
        Accept: 'text/event-stream',
        ...(last === undefined ? {} : { 'Last-Event-ID': last }),
      },
    })
    const client = new SseClient(response)
    while (client.events.length < disconnectAfter && received.length + client.events.length < events) {
      if (isSlow) await new Promise((resolve) => setTimeout(resolve, 20))
      if (!(await client.read())) break
    }
    received.push(...client.events.map(({ id }) => id))
    last = client.events.at(-1)?.position ?? last
    await client.cancel()
  }
  return received
}

it(`gives ${readers} readers that reconnect, half of them slow, each event exactly once, in bounded memory`, async () => {
  await record('RegisterDivision', { code: '532329', level: 'county', name: 'x', on: '2018-01-01' })
  const reading = Array.from({ length: readers }, (_, at) => readAll(at % 2 === 0))
  const before = process.memoryUsage().heapUsed
  for (let people = 1; people < events; people++) {
    await record('CountWilling', { code: '532329', people, on: '2018-01-02' })
    await new Promise((resolve) => setImmediate(resolve))
  }
  const all = await Promise.all(reading)
  const [first = []] = all
  expect(new Set(first).size).toBe(events)
  for (const one of all) expect(one).toEqual(first)
  // this process has both ends of every connection, with a page of events each: far below the bound
  const perReader = (process.memoryUsage().heapUsed - before) / readers
  expect(perReader).toBeLessThan(2 * 1024 * 1024)
}, 600_000)
