import { createServer } from 'node:net'
import { StorageError } from '@skein/engine'
import { sampleEvent, startChild } from '@skein/tooling/testing'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openPostgres, type PostgresOptions } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

const openingError = async (options: PostgresOptions): Promise<StorageError> => {
  try {
    await (await openPostgres(options)).close()
  } catch (error) {
    if (!(error instanceof StorageError)) throw error
    expect(error.text.en).toBe(error.message)
    expect(error.text.zh).toMatch(/\p{Script=Han}/u)
    return error
  }
  return expect.fail('it opened')
}

/** The server's URL with a change. */
const changedUrl = (change: (url: URL) => void): string => {
  const url = new URL(server.url)
  change(url)
  return url.href
}

describe('opening reports what is wrong with the URL or the server, without a password:', () => {
  it.each<[title: string, change: (url: URL) => void, fault: string, message: RegExp]>([
    ['a wrong password', (url) => Object.assign(url, { password: 'secret-guess' }), 'failed', /refused this user/],
    ['a missing password', (url) => Object.assign(url, { password: '' }), 'failed', /password/],
    ['an unknown database', (url) => Object.assign(url, { pathname: '/nowhere' }), 'missing', /no such database/],
    ['a port without a server', (url) => Object.assign(url, { port: '1' }), 'unavailable', /nothing listens there/],
    [
      'an unknown host',
      (url) => Object.assign(url, { hostname: 'nowhere.invalid' }),
      'unavailable',
      /no such host|reached/,
    ],
    [
      'TLS that the server does not support',
      (url) => url.searchParams.set('sslmode', 'verify-full'),
      'failed',
      /does not support TLS/,
    ],
    [
      'another kind of URL',
      (url) => Object.assign(url, { href: 'mysql://me:secret-guess@x/y' }),
      'failed',
      /not the URL/,
    ],
    [
      'a malformed schema name',
      (url) => url.searchParams.set('schema', 'a"b'),
      'failed',
      /cannot be the name of a schema/,
    ],
    [
      'the name of a system schema',
      (url) => url.searchParams.set('schema', 'pg_toast'),
      'failed',
      /cannot be the name of a schema/,
    ],
  ])('%s', async (_, change, fault, message) => {
    const error = await openingError({ url: changedUrl(change) })
    expect(error).toMatchObject({ fault, message: expect.stringMatching(message) })
    const texts = [error.message, error.stack, JSON.stringify(error), String(error.cause), JSON.stringify(error.cause)]
    expect(texts.join('\n')).not.toMatch(/secret-guess|only-for-tests/)
  })

  it('a text that is not a URL, and one schema for events and keys', async () => {
    expect(await openingError({ url: 'postgres://me:secret-guess@[x/y' })).toMatchObject({ fault: 'failed' })
    expect(await openingError({ url: server.url, schema: 'one', keysSchema: 'one' })).toMatchObject({ fault: 'failed' })
  })

  it('a server that accepts connections and does not answer', async () => {
    const silent = createServer((socket) => socket.on('error', () => undefined))
    const port = await new Promise<number>((resolve) => {
      silent.listen(0, '127.0.0.1', () => {
        const address = silent.address()
        resolve(typeof address === 'object' && address !== null ? address.port : 0)
      })
    })
    const url = changedUrl((to) => Object.assign(to, { port: String(port) }))
    expect(await openingError({ url, requestTimeoutMs: 200 })).toMatchObject({
      fault: 'unavailable',
      message: expect.stringContaining('did not answer in time'),
    })
    silent.close()
  })

  it('and names the store without its password', async () => {
    const schema = server.freshSchema()
    const storage = await openPostgres({ url: server.url, schema })
    expect(storage.name).toBe(`postgres://127.0.0.1:${server.port}/postgres?schema=${schema}`)
    await storage.close()
  })
})

describe('schemas', () => {
  it('are made once when several processes open an empty database at the same time', async () => {
    const options = { url: server.url, schema: server.freshSchema(), poolSize: 2 }
    const storages = await Promise.all(Array.from({ length: 8 }, () => openPostgres(options)))
    for (const { events } of storages) expect(await events.head()).toBeUndefined()
    for (const storage of storages) await storage.close()
    expect(await server.query(`SELECT what, version FROM ${options.schema}.format`)).toEqual([['base', 1]])
  })

  it('can be named in the URL, and separate the keys from the events', async () => {
    const [schema, keysSchema] = [server.freshSchema(), server.freshSchema()]
    const url = changedUrl(({ searchParams }) => {
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
    expect(tables.flat().sort()).toEqual(['entries', 'events', 'format', 'generations', 'locks', 'pair'])
  })

  it('of a newer version are refused', async () => {
    const schema = server.freshSchema()
    await (await openPostgres({ url: server.url, schema })).close()
    await server.query(`UPDATE ${schema}.format SET version = 99`)
    expect(await openingError({ url: server.url, schema })).toMatchObject({
      fault: 'newer',
      message: expect.stringContaining('upgrade'),
    })
  })

  it('that hold other tables are refused and not changed', async () => {
    const schema = server.freshSchema()
    await server.query(`CREATE SCHEMA ${schema}; CREATE TABLE ${schema}.events (id integer)`)
    expect(await openingError({ url: server.url, schema })).toMatchObject({ fault: 'failed' })
    const other = server.freshSchema()
    await (await openPostgres({ url: server.url, schema: other })).close()
    expect(await openingError({ url: server.url, schema: `${other}_keys`, keysSchema: other })).toMatchObject({
      fault: 'failed',
      message: expect.stringContaining('holds other tables'),
    })
    expect(await server.query(`SELECT count(*) FROM ${schema}.events`)).toEqual([['0']])
  })

  it('are not made if `create` is false or the store is read-only', async () => {
    const schema = server.freshSchema()
    expect(await openingError({ url: server.url, schema, create: false })).toMatchObject({ fault: 'missing' })
    expect(await openingError({ url: server.url, schema, readOnly: true })).toMatchObject({ fault: 'missing' })
    expect(await server.query(`SELECT 1 FROM pg_namespace WHERE nspname = '${schema}'`)).toEqual([])
  })

  it('can be made in empty schemas by a user without the right to create schemas', async () => {
    const schema = server.freshSchema()
    await server.query(`
      CREATE USER clerk PASSWORD 'only-for-tests';
      CREATE SCHEMA ${schema} AUTHORIZATION clerk; CREATE SCHEMA ${schema}_keys AUTHORIZATION clerk`)
    const url = changedUrl((to) => Object.assign(to, { username: 'clerk' }))
    const storage = await openPostgres({ url, schema })
    await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
    expect(await storage.keys.destroy('journey-t1')).toBe(true)
    await storage.close()
    expect(await openingError({ url, schema: server.freshSchema() })).toMatchObject({
      fault: 'failed',
      message: expect.stringContaining('may not do that'),
    })
  })

  it('are refused in a database with another encoding', async () => {
    await server.query(`CREATE DATABASE latin ENCODING 'LATIN1' TEMPLATE template0`)
    const url = changedUrl((to) => Object.assign(to, { pathname: '/latin' }))
    expect(await openingError({ url })).toMatchObject({ fault: 'failed', message: expect.stringContaining('UTF8') })
  })
})

it('reads and refuses every write if `readOnly` is true', async () => {
  const schema = server.freshSchema()
  const writer = await openPostgres({ url: server.url, schema })
  await writer.events.append('journey-t1', [sampleEvent('1')], 'none')()
  const reader = await openPostgres({ url: server.url, schema, readOnly: true })
  expect(await reader.events.head()).toBe('1')
  expect(await reader.events.append('journey-t1', [sampleEvent('2')], 0)()).toMatchObject({
    left: { _tag: 'Unavailable', written: 'no', reason: { en: expect.stringContaining('readOnly') } },
  })
  await expect(reader.readModels.begin('journeyFunnel', 1)).rejects.toMatchObject({ fault: 'read-only' })
  await reader.close()
  await writer.close()
})

it('refuses to append under another isolation level, and names the setting to change', async () => {
  const schema = server.freshSchema()
  const user = `user_${schema}`
  await server.query(`CREATE USER ${user} SUPERUSER PASSWORD 'only-for-tests';
    ALTER USER ${user} SET default_transaction_isolation = 'repeatable read'`)
  const storage = await openPostgres({ url: changedUrl((url) => Object.assign(url, { username: user })), schema })
  expect(await storage.events.append('journey-t1', [sampleEvent('1')], 'none')()).toMatchObject({
    left: { _tag: 'Unavailable', written: 'no', reason: { en: expect.stringContaining('read committed') } },
  })
  await storage.close()
})

it('stores the other appends when one of them cannot be stored', async () => {
  const storage = await openPostgres({ url: server.url, schema: server.freshSchema() })
  const { events } = storage
  const tooLong = Array.from({ length: 4_000 }, (_, index) => (index * 7919).toString(36)).join('')
  const answers = await Promise.all(
    ['journey-t1', tooLong, 'journey-t2'].map((stream) => events.append(stream, [sampleEvent('1')], 'none')()),
  )
  expect(answers.map(({ _tag }) => _tag)).toEqual(['Right', 'Left', 'Right'])
  expect(answers[1]).toMatchObject({ left: { written: 'no', reason: { en: expect.stringContaining('longer than') } } })
  expect(JSON.stringify(answers[1])).not.toContain(tooLong.slice(0, 30))
  expect(() => events.append('journey-\0', [sampleEvent('1')], 'none')).toThrow('NUL')
  expect(() => events.append('journey-\ud800', [sampleEvent('1')], 'none')).toThrow('surrogate')
  await storage.close()
})

it.each(['used and closed', 'not reachable'])('lets its process end: a store that was %s', async (which) => {
  const url = which === 'used and closed' ? server.url : changedUrl((to) => Object.assign(to, { port: '1' }))
  const before = await countConnections()
  const child = startChild(new URL('./children/open-and-close.ts', import.meta.url), url, server.freshSchema())
  expect(await child.ended).toBe(0)
  expect(child.errorOutput()).toBe('')
  expect(child.lines.at(-1)).toMatch(which === 'used and closed' ? /^closed$/ : /nothing listens/)
  expect(await countConnections()).toBe(before)
})

const countConnections = async (): Promise<number> => {
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  try {
    // the server notices a closed connection a moment after the client
    for (let turn = 0; ; turn++) {
      const { rows } = await client.query(`SELECT 1 FROM pg_stat_activity WHERE application_name LIKE 'skein%'`)
      if (rows.length === 0 || turn === 100) return rows.length
    }
  } finally {
    await client.end()
  }
}
