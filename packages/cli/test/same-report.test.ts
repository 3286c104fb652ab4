// The demo on each kind of store: only the URL differs, and the report is the same.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { resultOf, runProcess, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
// one key for all stores, as for a base that moves from one to the other
const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
let postgres: Server
let eventStore: Server

beforeAll(async () => {
  ;[postgres, eventStore] = await Promise.all([startPostgres(), startEventStore()])
}, 120_000)
afterAll(async () => {
  await Promise.all([postgres.stop(), eventStore.stop()])
  remove()
})

const runDemo = async (...store: readonly string[]) => {
  const result = await runProcess(['demo', '--json', '--store', ...store], { folder, env })
  expect(result.code, result.stderr).toBe(0)
  return resultOf(result)
}

it('the demo gives the same report on SQLite, PostgreSQL and EventStoreDB', async () => {
  const onSqlite = await runDemo('sqlite:./demo.db')
  expect(onSqlite.steps).toBeGreaterThan(5_000)
  const others = await Promise.all([
    runDemo(freshStore(postgres)),
    runDemo(eventStore.url, '--read-models', `sqlite:${join(folder, 'read-models.db')}`),
  ])
  for (const other of others) {
    expect(other.report).toEqual(onSqlite.report)
    expect(other.steps).toBe(onSqlite.steps)
  }
}, 400_000)
