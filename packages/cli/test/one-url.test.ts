// The example of the main job on each store, by changing one URL: the same report.
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
// one key for all of them, as people who move between stores keep theirs
const env = { SKEIN_MASTER_KEY: Buffer.alloc(32, 7).toString('base64') }
let postgres: Server
let eventStore: Server

beforeAll(async () => {
  postgres = await startPostgres()
  eventStore = await startEventStore()
}, 120_000)
afterAll(async () => {
  await Promise.all([postgres.stop(), eventStore.stop()])
  remove()
})

const demo = async (...store: readonly string[]) => {
  const ended = await skein(['demo', '--json', ...store], { folder, env })
  expect(ended.code, ended.stderr).toBe(0)
  return resultOf(ended)
}

it('demo tells the same on SQLite, PostgreSQL and EventStoreDB', async () => {
  const onSqlite = await demo('--store', 'sqlite:./demo.db')
  expect(onSqlite.steps).toBeGreaterThan(5_000)
  const onPostgres = await demo('--store', freshStore(postgres))
  const onEventStore = await demo('--store', eventStore.url, '--read-models', 'sqlite:./read-models.db')
  for (const other of [onPostgres, onEventStore]) {
    expect(other.report).toEqual(onSqlite.report)
    expect(other.steps).toBe(onSqlite.steps)
  }
}, 400_000)
