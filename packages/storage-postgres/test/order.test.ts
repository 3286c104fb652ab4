import { setTimeout as sleep } from 'node:timers/promises'
import type { Storage, StoredEvent } from '@skein/engine'
import { sampleEvent, startChild } from '@skein/tooling/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { startServer, type TestServer } from './server.js'

/** SKEIN_RACE_EVENTS=100000 appends more. */
const raceEvents = Number(process.env.SKEIN_RACE_EVENTS ?? 4_000)

const appendScript = new URL('./children/append.ts', import.meta.url)
const followScript = new URL('./children/follow.ts', import.meta.url)

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

/** Pages through the log, repeatedly and from the last position, until a whole pass began after `isOver`. */
const pageUntil = async (storage: Storage, isOver: () => boolean, batchSize: number) => {
  const read: StoredEvent[] = []
  for (let isLast = false; !isLast; await sleep(1)) {
    isLast = isOver()
    const after = read.at(-1)?.position
    for await (const batch of storage.events.readAll({ ...(after === undefined ? {} : { after }), batchSize }))
      read.push(...batch)
  }
  return read
}

const expectNoGaps = (events: readonly StoredEvent[]) =>
  expect(events.map(({ position }) => position)).toEqual(events.map((_, index) => String(index + 1)))

it('returns every event once and in order while transactions commit late, in any order, or roll back', async () => {
  const schema = server.freshSchema()
  const storage = await openPostgres({ url: server.url, schema })
  const turns = 12
  /** Appends in transactions that stay open for a while; every third one is rolled back. */
  const appendSlowly = async (name: string, index: number) => {
    const client = new pg.Client({ connectionString: server.url })
    await client.connect()
    for (let turn = 0; turn < turns; turn++) {
      await client.query('BEGIN')
      await client.query(
        `SELECT ${schema}.append($1, '{-1}', '{2}', '{0a,0b}', '{Type,Type}', '{1,1}', '{1,2}', '{1,2}', '{""}', 60000)`,
        [[`${name}-${turn}`]],
      )
      await sleep(((index * 7 + turn * 3) % 5) * 2)
      await client.query(turn % 3 === 2 ? 'ROLLBACK' : 'COMMIT')
    }
    await client.end()
  }
  let running = true
  const appending = Promise.all(Array.from({ length: 6 }, (_, index) => appendSlowly(`late${index}`, index))).finally(
    () => {
      running = false
    },
  )
  const read = await pageUntil(storage, () => !running, 3)
  await appending
  expectNoGaps(read)
  expect(read).toHaveLength(6 * turns * 2 * (2 / 3))
  await storage.close()
})

it(
  `returns every event of 8 appending processes once, to a reader and to a follower (${raceEvents} events)`,
  async () => {
    const schema = server.freshSchema()
    const storage = await openPostgres({ url: server.url, schema })
    const turns = Math.ceil(raceEvents / 8 / 4 / 2)
    const writers = Array.from({ length: 8 }, (_, index) =>
      startChild(appendScript, server.url, schema, `writer${index}`, String(turns), index < 4 ? 'common' : '7'),
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
    const [read] = await Promise.all([
      pageUntil(storage, () => running === 0, 50),
      Promise.all(writers.map(({ ended }) => ended)).then(() =>
        storage.events.append('end', [sampleEvent('last')], 'none')(),
      ),
      follow(),
    ])
    for (const writer of writers) {
      expect(writer.errorOutput()).toBe('')
      expect(await writer.ended).toBe(0)
    }
    const all = [...read.filter(({ stream }) => stream !== 'end'), ...followed.slice(-1)]
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

it('wakes a follower in another process, whose process ends once the store is closed', async () => {
  const schema = server.freshSchema()
  const storage = await openPostgres({ url: server.url, schema })
  const follower = startChild(followScript, server.url, schema, '30')
  await follower.waitForLines(1)
  for (let turn = 0; turn < 30; turn++)
    await storage.events.append('journey-t1', [sampleEvent(`${turn}`)], turn === 0 ? 'none' : turn - 1)()
  expect(await follower.ended).toBe(0)
  expect(follower.errorOutput()).toBe('')
  expect(follower.lines.at(-1)).toBe('read 30')
  await storage.close()
})
