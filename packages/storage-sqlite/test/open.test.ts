import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '@skein/engine'
import { sampleEvent, temporaryFolder } from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite, type SqliteOptions } from '../src/index.js'
import { makeDatabase } from './made-database.js'

const folder = temporaryFolder('sqlite-open')
beforeAll(folder.create)
afterAll(folder.remove)

const openingError = async (options: SqliteOptions): Promise<StorageError> => {
  const opened = await openSqlite(options).catch((error: unknown) => error)
  if (!(opened instanceof StorageError)) return expect.fail('expected a StorageError')
  expect(opened.text.en).toBe(opened.message)
  expect(opened.text.zh).toMatch(/\p{Script=Han}/u)
  return opened
}

describe('opening refuses, and says where the problem is and what to do:', () => {
  it.each<{ title: string; path: () => string; fault: string; message: RegExp }>([
    {
      title: 'a path in a folder that does not exist',
      path: () => join(folder.path, 'none', 'a.db'),
      fault: 'missing',
      message: /none.*make it first/,
    },
    { title: 'a folder', path: () => folder.path, fault: 'failed', message: /is a directory/ },
    { title: ':memory:', path: () => ':memory:', fault: 'failed', message: /openMemory/ },
    { title: 'an empty path', path: () => '', fault: 'failed', message: /openMemory/ },
    {
      title: 'a file that is not a database',
      path: () => {
        const path = folder.freshPath()
        writeFileSync(path, 'This is a text file, not a database.'.repeat(50))
        return path
      },
      fault: 'corrupt',
      message: /not a SQLite database/,
    },
    {
      title: 'a database of another program',
      path: () => {
        const path = folder.freshPath()
        new Database(path).exec('CREATE TABLE letters (text)').close()
        return path
      },
      fault: 'failed',
      message: /not one of Skein's/,
    },
  ])('$title', async ({ path, fault, message }) => {
    const error = await openingError({ path: path() })
    expect(error.fault).toBe(fault)
    expect(error.message).toMatch(message)
  })

  it('a database that a newer version wrote', async () => {
    const path = await makeDatabase(folder.freshPath())
    const file = new Database(path)
    file.pragma('user_version = 99')
    file.close()
    expect(await openingError({ path })).toMatchObject({ fault: 'newer', message: expect.stringMatching(/upgrade/) })
  })

  it('a keys file in the place of the events, and one file for both', async () => {
    const path = await makeDatabase(folder.freshPath())
    const keysAsBase = { path: `${path}.keys`, keysPath: folder.freshPath() }
    expect(await openingError(keysAsBase)).toMatchObject({ fault: 'failed' })
    expect(await openingError({ path, keysPath: path })).toMatchObject({ fault: 'failed' })
  })

  it('a database that another process locks for longer than `busyTimeoutMs`', async () => {
    const path = folder.freshPath()
    const file = new Database(path)
    file.exec('BEGIN EXCLUSIVE')
    expect(await openingError({ path, busyTimeoutMs: 10 })).toMatchObject({ fault: 'unavailable' })
    file.close()
  })

  it('a missing or an empty file if `create` is false, and makes none', async () => {
    const path = folder.freshPath()
    expect(await openingError({ path, create: false })).toMatchObject({
      fault: 'missing',
      message: expect.stringMatching(/there is no file/),
    })
    expect(existsSync(path)).toBe(false)
    writeFileSync(path, '')
    expect(await openingError({ path, create: false })).toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/is an empty file/),
    })
    expect(readFileSync(path)).toHaveLength(0)
  })

  it('and leaves no file open', async () => {
    const path = await makeDatabase(folder.freshPath())
    expect(await openingError({ path, keysPath: folder.path })).toMatchObject({ fault: 'failed' })
    // while a file is open elsewhere, it cannot leave WAL mode
    const file = new Database(path, { timeout: 0 })
    expect(file.pragma('journal_mode = DELETE', { simple: true })).toBe('delete')
    file.close()
  })
})

describe('a read-only store', () => {
  it('reads, and refuses every write', async () => {
    const path = await makeDatabase(folder.freshPath())
    const storage = await openSqlite({ path, readOnly: true })
    const { events, readModels, keys } = storage
    let count = 0
    for await (const batch of events.readStream('journey-t1')) count += batch.length
    expect(count).toBe(200)
    const refused = await events.append('journey-t1', [sampleEvent('new')], 199)()
    expect(E.isLeft(refused) && refused.left).toMatchObject({ _tag: 'Unavailable', written: 'no' })
    for (const write of [
      () => readModels.begin('projection', 1),
      () => readModels.drop('1'),
      () => readModels.lock('lock', { name: 'one', ttl: 1 }),
      () => keys.add('person', { keyId: 'k', wrapped: 'w' }),
      () => keys.destroy('person'),
      () => keys.claim('scope', 'f', 'one'),
    ])
      await expect(write()).rejects.toMatchObject({ _tag: 'StorageError', fault: 'read-only' })
    await storage.close()
  })

  it('makes no file', async () => {
    expect(await openingError({ path: folder.freshPath(), readOnly: true })).toMatchObject({ fault: 'missing' })
  })

  it('refuses an empty file', async () => {
    const path = folder.freshPath()
    writeFileSync(path, '')
    expect(await openingError({ path, readOnly: true })).toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/empty file/),
    })
  })

  it('does not migrate an older format', async () => {
    const path = folder.freshPath()
    // a database without tables: the format before version 1
    new Database(path).exec('PRAGMA journal_mode = WAL; PRAGMA journal_mode = DELETE').close()
    expect(await openingError({ path, readOnly: true })).toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/older format/),
    })
  })
})

it('reports fault `corrupt` for a damaged page', async () => {
  const path = await makeDatabase(folder.freshPath())
  const bytes = readFileSync(path)
  bytes.fill(0xff, bytes.length / 2)
  writeFileSync(path, bytes)
  const storage = await openSqlite({ path })
  const read = async () => {
    for await (const _ of storage.events.readAll());
  }
  await expect(read()).rejects.toMatchObject({ _tag: 'StorageError', fault: 'corrupt' })
  await storage.close()
})

it('keeps the keys in the file that `keysPath` names', async () => {
  const [path, keysPath] = [folder.freshPath(), folder.freshPath()]
  const storage = await openSqlite({ path, keysPath })
  await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
  await storage.close()
  const other = await openSqlite({ path: folder.freshPath(), keysPath, adoptKeys: true })
  expect(await other.keys.find(['journey-t1'])).toEqual(new Map([['journey-t1', { keyId: 'k1', wrapped: 'w1' }]]))
  await other.close()
})

it('leaves nothing of a destroyed key in its files', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'a-secret-that-is-wrapped' })
  const isStored = () =>
    ['', '-wal'].some((suffix) => readFileSync(`${path}.keys${suffix}`).includes('a-secret-that-is-wrapped'))
  expect(isStored()).toBe(true)
  await storage.keys.destroy('journey-t1')
  expect(isStored()).toBe(false)
  await storage.close()
})
