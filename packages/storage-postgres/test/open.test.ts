import { createServer } from 'node:net'
import { StorageError } from '@skein/engine'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres, type PostgresOptions } from '../src/index.js'
import { startChild } from './child.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

const failure = async (options: PostgresOptions): Promise<StorageError> => {
  try {
    await (await openPostgres(options)).close()
  } catch (error) {
    if (error instanceof StorageError) return error
    throw error
  }
  return expect.fail('it opened')
}

/** The server's URL with something changed. */
const changed = (change: (url: URL) => void): string => {
  const url = new URL(server.url)
  change(url)
  return url.href
}

describe('what is wrong with the URL or the server is said, and no password', () => {
  it.each<[what: string, change: (url: URL) => void, fault: string, message: RegExp]>([
    ['password', (url) => Object.assign(url, { password: 'secret-guess' }), 'failed', /does not let this user in/],
    ['no password', (url) => Object.assign(url, { password: '' }), 'failed', /password/],
    ['database', (url) => Object.assign(url, { pathname: '/nowhere' }), 'missing', /no such database/],
    ['port', (url) => Object.assign(url, { port: '1' }), 'unavailable', /nothing listens there/],
    ['host', (url) => Object.assign(url, { hostname: 'nowhere.invalid' }), 'unavailable', /no such host|reached/],
    ['TLS', (url) => url.searchParams.set('sslmode', 'verify-full'), 'failed', /speaks no TLS/],
    ['scheme', (url) => Object.assign(url, { href: 'mysql://me:secret-guess@x/y' }), 'failed', /not the URL/],
    ['schema', (url) => url.searchParams.set('schema', 'a"b'), 'failed', /no name for a schema/],
    ['system schema', (url) => url.searchParams.set('schema', 'pg_toast'), 'failed', /no name for a schema/],
  ])('%s', async (_, change, fault, message) => {
    const error = await failure({ url: changed(change) })
    expect(error).toMatchObject({ fault, message: expect.stringMatching(message) })
    const told = [error.message, error.stack, JSON.stringify(error), String(error.cause), JSON.stringify(error.cause)]
    expect(told.join('\n')).not.toMatch(/secret-guess|only-for-tests/)
  })

  it('no URL at all, and one schema for both', async () => {
    expect(await failure({ url: 'postgres://me:secret-guess@[x/y' })).toMatchObject({ fault: 'failed' })
    expect(await failure({ url: server.url, schema: 'one', keysSchema: 'one' })).toMatchObject({ fault: 'failed' })
  })

  it('a server that takes connections and says nothing', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, '127.0.0.1', () => {
        const address = silent.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const url = changed((to) => Object.assign(to, { port: String(port) }))
    expect(await failure({ url, timeout: 200 })).toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining('did not answer in time'),
    })
    silent.close()
  })

  it('names the store without its password', async () => {
    const schema = server.freshSchema()
    const storage = await openPostgres({ url: server.url, schema })
    expect(storage.name).toBe(`postgres://127.0.0.1:${server.port}/postgres?schema=${schema}`)
    await storage.close()
  })
})

describe('schemas', () => {
  it('are made by the first of several who open an empty database at once', async () => {
    const options = { url: server.url, schema: server.freshSchema(), poolSize: 2 }
    const storages = await Promise.all(Array.from({ length: 8 }, () => openPostgres(options)))
    for (const { events } of storages) expect(await events.head()).toBeUndefined()
    for (const storage of storages) await storage.close()
    expect(await server.query(`SELECT what, version FROM ${options.schema}.format`)).toEqual([['base', 1]])
  })

  it('may be named in the URL, and keep the keys apart', async () => {
    const [schema, keysSchema] = [server.freshSchema(), server.freshSchema()]
    const url = changed(({ searchParams }) => {
      searchParams.set('schema', schema)
      searchParams.set('keysSchema', keysSchema)
    })
    const storage = await openPostgres({ url })
    await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
    await storage.close()
    expect(await server.query(`SELECT person FROM ${keysSchema}.keys`)).toEqual([['journey-t1']])
    const tables = await server.query(
      `SELECT table_name FROM information_schema.tables WHERE table_schema = '${schema}'`,
    )
    expect(tables.flat().sort()).toEqual(['entries', 'events', 'format', 'generations', 'locks'])
  })

  it('that a newer version has written are refused', async () => {
    const schema = server.freshSchema()
    await (await openPostgres({ url: server.url, schema })).close()
    await server.query(`UPDATE ${schema}.format SET version = 99`)
    expect(await failure({ url: server.url, schema })).toMatchObject({
      fault: 'newer',
      message: expect.stringContaining('upgrade'),
    })
  })

  it('that hold something else are refused and left as they are', async () => {
    const schema = server.freshSchema()
    await server.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.events (id integer)`)
    expect(await failure({ url: server.url, schema })).toMatchObject({ fault: 'failed' })
    const other = server.freshSchema()
    await (await openPostgres({ url: server.url, schema: other })).close()
    expect(await failure({ url: server.url, schema: `${other}_keys`, keysSchema: other })).toMatchObject({
      fault: 'failed',
      message: expect.stringContaining('holds other tables'),
    })
    expect(await server.query(`SELECT count(*) FROM ${schema}.events`)).toEqual([['0']])
  })

  it('that are not there are not made by who may not', async () => {
    const schema = server.freshSchema()
    expect(await failure({ url: server.url, schema, create: false })).toMatchObject({ fault: 'missing' })
    expect(await failure({ url: server.url, schema, readOnly: true })).toMatchObject({ fault: 'missing' })
    expect(await server.query(`SELECT 1 FROM pg_namespace WHERE nspname = '${schema}'`)).toEqual([])
  })

  it('may be used by a user who owns nothing, and made in an empty schema by one who may not make schemas', async () => {
    const schema = server.freshSchema()
    await server.query(`
      CREATE USER clerk PASSWORD 'only-for-tests';
      CREATE SCHEMA ${schema} AUTHORIZATION clerk; CREATE SCHEMA ${schema}_keys AUTHORIZATION clerk`)
    const url = changed((to) => Object.assign(to, { username: 'clerk' }))
    const storage = await openPostgres({ url, schema })
    await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
    expect(await storage.keys.destroy('journey-t1')).toBe(true)
    await storage.close()
    expect(await failure({ url, schema: server.freshSchema() })).toMatchObject({
      fault: 'failed',
      message: expect.stringContaining('may not do that'),
    })
  })

  it('in a database of another encoding are refused', async () => {
    await server.query(`CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`)
    const url = changed((to) => Object.assign(to, { pathname: '/latin' }))
    expect(await failure({ url })).toMatchObject({ fault: 'failed', message: expect.stringContaining('UTF8') })
  })
})

it('reads and changes nothing where that is asked', async () => {
  const schema = server.freshSchema()
  const writing = await openPostgres({ url: server.url, schema })
  await writing.events.append('journey-t1', [event('1')], 'none')()
  const reading = await openPostgres({ url: server.url, schema, readOnly: true })
  expect(await reading.events.head()).toBe('1')
  expect(await reading.events.append('journey-t1', [event('2')], 0)()).toMatchObject({
    left: { _tag: 'Unavailable', written: 'no', reason: expect.stringContaining('readOnly') },
  })
  await expect(reading.readModels.begin('journeyFunnel', 1)).rejects.toMatchObject({ fault: 'read-only' })
  await reading.close()
  await writing.close()
})

it('does not append where a snapshot may be older than the lock, and says what to set', async () => {
  const schema = server.freshSchema()
  const user = `user_${schema}`
  await server.query(`CREATE USER ${user} SUPERUSER PASSWORD 'only-for-tests';
    ALTER USER ${user} SET default_transaction_isolation = 'repeatable read'`)
  const storage = await openPostgres({ url: changed((url) => Object.assign(url, { username: user })), schema })
  expect(await storage.events.append('journey-t1', [event('1')], 'none')()).toMatchObject({
    left: { _tag: 'Unavailable', written: 'no', reason: expect.stringContaining('read committed') },
  })
  await storage.close()
})

it('lets one append that cannot be kept spoil no other', async () => {
  const storage = await openPostgres({ url: server.url, schema: server.freshSchema() })
  const { events } = storage
  const tooLong = Array.from({ length: 4_000 }, (_, index) => (index * 7919).toString(36)).join('')
  const answers = await Promise.all(
    ['journey-t1', tooLong, 'journey-t2'].map((stream) => events.append(stream, [event('1')], 'none')()),
  )
  expect(answers.map(({ _tag }) => _tag)).toEqual(['Right', 'Left', 'Right'])
  expect(answers[1]).toMatchObject({ left: { written: 'no', reason: expect.stringContaining('longer than') } })
  expect(JSON.stringify(answers[1])).not.toContain(tooLong.slice(0, 30))
  expect(() => events.append('journey-\0', [event('1')], 'none')).toThrow('NUL')
  expect(() => events.append('journey-\ud800', [event('1')], 'none')).toThrow('surrogate')
  await storage.close()
})

it.each(['used', 'not there'])('leaves nothing to wait for: a store that is %s', async (which) => {
  const url = which === 'used' ? server.url : changed((to) => Object.assign(to, { port: '1' }))
  const before = await connections()
  const child = startChild(new URL('./children/open-and-close.ts', import.meta.url), url, server.freshSchema())
  expect(await child.ended).toBe(0)
  expect(child.complaints()).toBe('')
  expect(child.lines.at(-1)).toMatch(which === 'used' ? /^closed$/ : /nothing listens/)
  expect(await connections()).toBe(before)
})

const event = (eventId: string) => ({ eventId, type: 'Happened', schemaVersion: 1, data: '{}', metadata: '{}' })

const connections = async (): Promise<number> => {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    // the server notices a moment after the client
    for (let turn = 0; ; turn++) {
      const { rows } = await client.query(`SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'skein%'`)
      if (rows.length === 0 || turn === 100) return rows.length
    }
  } finally {
    await client.end()
  }
}
