import { setTimeout as sleep } from 'node:timers/promises'
import type { Storage, StoredEvent } from '@skein/engine'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { startChild } from './child.js'
import { startServer, type TestServer } from './server.js'

/** More on demand: SKEIN_RACE_EVENTS=100000. */
const raceEvents = Number(process.env.SKEIN_RACE_EVENTS ?? 4_000)

const appending = new URL('./children/append.ts', import.meta.url)
const following = new URL('./children/follow.ts', import.meta.url)

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** Pages through the log, again and again, from where it was, until `isOver` said so before the last time. */
const pageUntil = async (storage: Storage, isOver: () => boolean, batchSize: number) => {
  const seen: StoredEvent[] = []
  for (let isLast = false; !isLast; await sleep(1)) {
    isLast = isOver()
    const after = seen.at(-1)?.position
    for await (const batch of storage.events.readAll({ ...(after === undefined ? {} : { after }), batchSize }))
      seen.push(...batch)
  }
  return seen
}

const expectNoGaps = (seen: readonly StoredEvent[]) =>
  expect(seen.map(({ position }) => position)).toEqual(seen.map((_, index) => String(index + 1)))

it('shows every event once, in order, though transactions commit late, in any order, or not at all', async () => {
  const schema = server.freshSchema()
  const storage = await openPostgres({ url: server.url, schema })
  const turns = 12
  /** Appends inside transactions that stay open for a while; every third is taken back. */
  const dawdle = async (name: string, index: number) => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    for (let turn = 0; turn < turns; turn++) {
      await client.query('BEGIN')
      await client.query(
        `SELECT ${schema}.append($1, '{-1}', '{2}', '{a,b}', '{Type,Type}', '{1,1}', '{1,2}', '{1,2}')`,
        [[`${name}-${turn}`]],
      )
      await sleep(((index * 7 + turn * 3) % 5) * 2)
      await client.query(turn % 3 === 2 ? 'ROLLBACK' : 'COMMIT')
    }
    await client.end()
  }
  let running = true
  const dawdling = Promise.all(Array.from({ length: 6 }, (_, index) => dawdle(`late${index}`, index))).finally(() => {
    running = false
  })
  const seen = await pageUntil(storage, () => !running, 3)
  await dawdling
  expectNoGaps(seen)
  expect(seen).toHaveLength(6 * turns * 2 * (2 / 3))
  await storage.close()
})

it(
  `8 processes append ${raceEvents} events, to streams of their own and to a common one; a reader and a follower see each once`,
  async () => {
    const schema = server.freshSchema()
    const storage = await openPostgres({ url: server.url, schema })
    const turns = Math.ceil(raceEvents / 8 / 4 / 2)
    const writers = Array.from({ length: 8 }, (_, index) =>
      startChild(appending, server.url, schema, `writer${index}`, String(turns), index < 4 ? 'common' : '7'),
    )
    let running = writers.length
    for (const writer of writers) void writer.ended.then(() => running--)
    const stop = new AbortController()
    const followed: StoredEvent[] = []
    const follow = async () => {
      for await (const batch of storage.events.subscribe({ signal: stop.signal, batchSize: 100 })) {
        followed.push(...batch)
        // appended when all writers have ended
        if (batch.at(-1)?.stream === 'end') stop.abort()
      }
    }
    const [seen] = await Promise.all([
      pageUntil(storage, () => running === 0, 50),
      Promise.all(writers.map(({ ended }) => ended)).then(() => storage.events.append('end', [last], 'none')()),
      follow(),
    ])
    for (const writer of writers) {
      expect(writer.complaints()).toBe('')
      expect(await writer.ended).toBe(0)
    }
    const all = [...seen.filter(({ stream }) => stream !== 'end'), ...followed.slice(-1)]
    expectNoGaps(all)
    expect(followed.map(({ position, eventId }) => [position, eventId])).toEqual(
      all.map(({ position, eventId }) => [position, eventId]),
    )
    const appends = new Set(all.slice(0, -1).map(({ data }) => JSON.parse(data).append))
    expect(appends.size).toBe(writers.reduce((sum, { lines }) => sum + lines.length, 0))
    await storage.close()
  },
  60_000 + raceEvents * 5,
)

const last = { eventId: 'last', type: 'Ended', schemaVersion: 1, data: '{}', metadata: '{}' }

it('a follower in another process sees what is appended here, and then ends by itself', async () => {
  const schema = server.freshSchema()
  const storage = await openPostgres({ url: server.url, schema })
  const follower = startChild(following, server.url, schema, '30')
  await follower.said(1)
  for (let turn = 0; turn < 30; turn++)
    await storage.events.append('journey-t1', [{ ...last, eventId: `${turn}` }], turn === 0 ? 'none' : turn - 1)()
  expect(await follower.ended).toBe(0)
  expect(follower.complaints()).toBe('')
  expect(follower.lines.at(-1)).toBe('saw 30')
  await storage.close()
})
