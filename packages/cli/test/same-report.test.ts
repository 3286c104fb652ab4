// The demo on each kind of store: only the URL differs, and the report is the same.
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freshStore, type Server, startEventStore, startPostgres } from './servers.js'
import { resultOf, runMain, runProcess, temporaryFolder } from './skein.js'
import { storeUrl } from './stores.js'

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

const readReport = async (...store: readonly string[]) =>
  (await runMain(['report', '--json', '--today', '2020-06-30', '--store', ...store])).stdout

const runDemo = async (...store: readonly string[]) => {
  const result = await runProcess(['demo', '--json', '--store', ...store], { folder, env })
  expect(result.code, result.stderr).toBe(0)
  return resultOf(result)
}

it('the demo gives the same report on SQLite, PostgreSQL and EventStoreDB, also after a rebuild', async () => {
  const onSqlite = [storeUrl(join(folder, 'demo.db'))]
  const onServers = [
    [freshStore(postgres)],
    [eventStore.url, '--read-models', storeUrl(join(folder, 'read-models.db'))],
  ] as const
  const expected = await runDemo(...onSqlite)
  expect(expected.steps).toBeGreaterThan(5_000)
  const expectedReport = await readReport(...onSqlite)
  await Promise.all(
    onServers.map(async (store) => {
      const result = await runDemo(...store)
      expect(result.report).toEqual(expected.report)
      expect(result.steps).toBe(expected.steps)
      expect((await runMain(['rebuild', '--all', '--store', ...store])).code).toBe(0)
      expect(await readReport(...store)).toBe(expectedReport)
    }),
  )
}, 400_000)
