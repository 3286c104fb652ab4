// A program that gives up waiting leaves nothing behind on the server.
import { sampleEvent } from '@skein/tooling/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

/** What backends of stores are running, or waiting for. */
const running = async () => {
  const rows = await server.query(
    `SELECT state, wait_event_type FROM pg_stat_activity WHERE application_name = 'skein' AND state <> 'idle'`,
  )
  return rows.length
}

const openWith = async (schema: string, requestTimeoutMs: number) => {
  const options = { url: server.url, schema, poolSize: 4, listen: false }
  // made without a time-out that a busy machine might exceed
  await (await openPostgres(options)).close()
  return openPostgres({ ...options, requestTimeoutMs, retryTimeoutMs: 0 })
}

const locked = async (statement: string) => {
  const other = new pg.Client({ connectionString: server.url })
  await other.connect()
  await other.query(`BEGIN; ${statement}`)
  return async () => {
    await other.query('ROLLBACK')
    await other.end()
  }
}

/** Holds the lock of appends; returns what releases it. */
const appending = (schema: string) =>
  locked(`SELECT ${schema}.append('{other}', '{-1}', '{1}', '{ab}', '{Type}', '{1}', '{1}', '{1}', '{""}', 1000)`)

it('cancels statements that take too long', async () => {
  const schema = server.freshSchema()
  const storage = await openWith(schema, 300)
  const { events, readModels, keys } = storage
  const { id } = await readModels.begin('p', 1)
  const release = await locked(
    `LOCK TABLE ${schema}.events, ${schema}.locks, ${schema}.entries, ${schema}.generations, ${schema}_keys.keys`,
  )
  for (let turn = 0; turn < 3; turn++) {
    const calls = [
      events.head(),
      events.count(),
      readModels.lock('name', { name: 'one', ttl: 1 }),
      readModels.get(id, 'doc', ['a']),
      readModels.commit(id, { from: undefined, to: '1', events: 1, puts: [], deletes: [] }),
      keys.find(['a']),
      keys.add('a', { keyId: 'k', wrapped: 'w' }),
    ]
    for (const outcome of await Promise.allSettled(calls)) expect(outcome.status).toBe('rejected')
  }
  await expect.poll(running, { timeout: 2_000 }).toBe(0)
  await release()
  expect(await events.count()).toBe(0)
  expect(await readModels.lock('name', { name: 'one', ttl: 1 })).toEqual({ held: true })
  await storage.close()
})

it('an append that waits too long for others is surely not written, and waits no longer on the server', async () => {
  const schema = server.freshSchema()
  const storage = await openWith(schema, 1_000)
  const release = await appending(schema)
  const append = storage.events.append('s', [sampleEvent('1')], 'none')
  expect(await append()).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
  await expect.poll(running, { timeout: 2_000 }).toBe(0)
  await release()
  expect(await append()).toMatchObject({ right: { revision: 0 } })
  await storage.close()
})

it('waits for the lock of appends no longer than its time-out, though its client is gone', async () => {
  const schema = server.freshSchema()
  const storage = await openWith(schema, 2_000)
  const release = await appending(schema)
  // gone without a word, as one whose network failed
  const gone = new pg.Client({ connectionString: `${server.url}?application_name=skein` })
  gone.on('error', () => undefined)
  await gone.connect()
  gone
    .query(`SELECT ${schema}.append('{a}', '{-1}', '{1}', '{ab}', '{Type}', '{1}', '{1}', '{1}', '{""}', 500)`)
    .catch(() => undefined)
  await expect.poll(running, { timeout: 2_000 }).toBe(1)
  // sound: the driver keeps its socket there
  ;(gone as unknown as { connection: { stream: import('node:net').Socket } }).connection.stream.destroy()
  await expect.poll(running, { timeout: 2_000 }).toBe(0)
  await release()
  await storage.close()
})

// tried again where other work on the machine took the time
it('appends many events in a time that grows with their number', { retry: 2, timeout: 60_000 }, async () => {
  const storage = await openPostgres({ url: server.url, schema: server.freshSchema() })
  const timeOf = async (count: number, stream: string) => {
    const added = Array.from({ length: count }, (_, index) => sampleEvent(`${stream}-${index}`))
    const start = performance.now()
    expect(await storage.events.append(stream, added, 'none')()).toMatchObject({ right: { revision: count - 1 } })
    return performance.now() - start
  }
  // the least of several: others use the machine as well
  const least = async (count: number) => Math.min(await timeOf(count, `${count}a`), await timeOf(count, `${count}b`))
  await timeOf(100, 'first')
  const [short, long] = [await least(4_000), await least(20_000)]
  // five times as many events; quadratic would be 25
  expect(long / short).toBeLessThan(12)
  await storage.close()
})
