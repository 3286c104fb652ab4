// Errors that belong to a session: a new connection does not have them.
import { sampleEvent } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

/** Sessions that begin from now on have the setting; those that exist end. */
const withEverySession = async (setting: string, value: string) => {
  await server.query(`ALTER ROLE skein SET ${setting} = ${value}`)
  await server.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND usename = CURRENT_USER',
  )
}

const settings = [
  { fault: 'only reads, as after a failover to a standby', setting: 'default_transaction_read_only', value: 'on' },
  { fault: 'has another isolation level', setting: 'default_transaction_isolation', value: "'repeatable read'" },
]

it.each(settings)('writes on a new connection when its session $fault', async ({ setting, value }) => {
  const schema = server.freshSchema()
  const storage = await openPostgres({ url: server.url, schema, poolSize: 3 })
  await withEverySession(setting, value)
  // every connection of the pool begins with the setting
  await Promise.all(Array.from({ length: 10 }, () => storage.events.head()))
  await server.query(`BEGIN READ WRITE; ALTER ROLE skein RESET ${setting}; COMMIT`)
  const append = await storage.events.append('s', [sampleEvent('1')], 'none')()
  expect(append).toMatchObject({ _tag: 'Right' })
  const appends = Array.from({ length: 10 }, (_, at) => storage.events.append(`s${at}`, [sampleEvent('1')], 'none')())
  for (const one of await Promise.all(appends)) expect(one).toMatchObject({ _tag: 'Right' })
  expect(await storage.readModels.lock('name', { name: 'holder', ttl: 1000 })).toEqual({ held: true })
  await storage.close()
})

it.each(settings)('says so at once where every session $fault', async ({ setting, value }) => {
  const schema = server.freshSchema()
  const storage = await openPostgres({ url: server.url, schema })
  await withEverySession(setting, value)
  // the pool notices which connections have ended
  await Promise.all(Array.from({ length: 10 }, () => storage.events.head()))
  const append = await storage.events.append('s', [sampleEvent('1')], 'none')()
  expect(append).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
  await storage.close()
  await server.query(`BEGIN READ WRITE; ALTER ROLE skein RESET ${setting}; COMMIT`)
})
