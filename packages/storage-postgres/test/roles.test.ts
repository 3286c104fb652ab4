// The roles of the README can do what they are for, and nothing more.
import { readFileSync } from 'node:fs'
import { sampleEvent } from '@skein/tooling/testing'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
let urlOf: (user: string) => string
beforeAll(async () => {
  server = await startOwnServer()
  await (await openPostgres({ url: server.url })).close()
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8')
  const [, statements = ''] = /```sql\n([\s\S]+?)```/.exec(readme) ?? []
  expect(statements).toContain('CREATE ROLE skein_program')
  await server.query(statements)
  for (const user of ['program', 'reader'])
    await server.query(`CREATE ROLE test_${user} LOGIN PASSWORD 'test' IN ROLE skein_${user}`)
  urlOf = (user) => Object.assign(new URL(server.url), { username: `test_${user}`, password: 'test' }).href
})
afterAll(() => server.stop())

const refusalOf = async (user: string, statement: string): Promise<unknown> => {
  const client = new pg.Client({ connectionString: urlOf(user) })
  await client.connect()
  try {
    await client.query(statement)
    return 'allowed'
  } catch (error) {
    return error instanceof pg.DatabaseError ? error.code : error
  } finally {
    await client.end()
  }
}

it('a program can append, follow, build read models, keep keys and locks', async () => {
  const storage = await openPostgres({ url: urlOf('program') })
  const { events, readModels, keys } = storage
  expect(await events.append('s', [sampleEvent('1')], 'none')()).toMatchObject({ _tag: 'Right' })
  for await (const batch of events.subscribe({ signal: new AbortController().signal })) {
    expect(batch).toHaveLength(1)
    break
  }
  const { id } = await readModels.begin('p', 1)
  const puts = [{ space: 'doc', key: 'a', value: '1' }] as const
  expect(await readModels.commit(id, { from: undefined, to: '1', events: 1, puts, deletes: [] })).toBe('done')
  expect(await readModels.promote(id, events.comparePositions)).toBe('done')
  expect(await readModels.lock('l', { name: 'one', ttl: 1 })).toEqual({ held: true })
  await readModels.unlock('l', 'one')
  const other = await readModels.begin('p', 1)
  await readModels.drop(other.id)
  const secret = { id: 's', wrappingId: 'w', wrapped: 'x' }
  expect(await keys.addSecret(secret)).toEqual(secret)
  await keys.add('person', { keyId: 'k', wrapped: 'w' })
  expect(await keys.claim('scope', 'f', 'person')).toMatchObject({ holder: 'person' })
  expect(await keys.rewrap('w', { ...secret, wrappingId: 'v' }, (_, key) => key)).toBe(1)
  expect(await keys.destroy('person')).toBe(true)
  await storage.close()
})

it.each([
  `UPDATE skein.events SET data = '{}'`,
  'DELETE FROM skein.events',
  'TRUNCATE skein.events',
  'DROP SCHEMA skein CASCADE',
  'CREATE TABLE skein.other (one integer)',
  'DELETE FROM skein.pair',
  'UPDATE skein.format SET version = 0',
])('a program cannot: %s', async (statement) => {
  expect(await refusalOf('program', statement)).toBe('42501')
})

it('a reader can read events and read models', async () => {
  const storage = await openPostgres({ url: urlOf('reader'), readOnly: true })
  expect(await storage.events.count()).toBe(1)
  const [live] = await storage.readModels.generations('p')
  expect(await storage.readModels.get(live?.id ?? '', 'doc', ['a'])).toEqual(new Map([['a', '1']]))
  expect(await storage.readModels.locks()).toEqual([])
  await expect(storage.keys.find(['person'])).rejects.toMatchObject({
    fault: 'failed',
    message: expect.stringMatching(/may not do that; grant it the right/),
  })
  await storage.close()
})

it.each([
  'SELECT * FROM skein_keys.keys',
  'SELECT * FROM skein_keys.claims',
  `INSERT INTO skein.locks VALUES ('l', 'one', now(), now())`,
  `SELECT skein.append('{a}', '{-1}', '{1}', '{ab}', '{Type}', '{1}', '{1}', '{1}', '{""}', 500)`,
  'DELETE FROM skein.entries',
])('a reader cannot: %s', async (statement) => {
  expect(await refusalOf('reader', statement)).toBe('42501')
})
