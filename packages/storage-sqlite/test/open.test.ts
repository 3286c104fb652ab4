import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '@skein/engine'
import Database from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite, type SqliteOptions } from '../src/index.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('open')
beforeAll(folder.make)
afterAll(folder.remove)

const event = (eventId: string, data = '{}') => ({ eventId, type: 'Happened', schemaVersion: 1, data, metadata: '{}' })

const failure = async (options: SqliteOptions): Promise<StorageError> => {
  const opened = await openSqlite(options).catch((error: unknown) => error)
  if (opened instanceof StorageError) return opened
  return expect.fail('expected a StorageError')
}

const made = async (): Promise<string> => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  const events = Array.from({ length: 200 }, (_, index) => event(`${index}`, JSON.stringify('x'.repeat(300))))
  expect(await storage.events.append('journey-t1', events, 'none')()).toMatchObject({ _tag: 'Right' })
  await storage.close()
  return path
}

describe('a file that cannot be opened is refused, saying where and what to do', () => {
  it.each<{ title: string; path: () => string; fault: string; says: RegExp }>([
    {
      title: 'no directory',
      path: () => join(folder.path, 'none', 'a.db'),
      fault: 'missing',
      says: /none.*make it first/,
    },
    { title: 'a directory', path: () => folder.path, fault: 'failed', says: /is a directory/ },
    { title: 'memory', path: () => ':memory:', fault: 'failed', says: /openMemory/ },
    { title: 'no path', path: () => '', fault: 'failed', says: /openMemory/ },
    {
      title: 'not a database',
      path: () => {
        const path = folder.freshPath()
        writeFileSync(path, 'To whom it may concern: this is a letter.'.repeat(50))
        return path
      },
      fault: 'corrupt',
      says: /not a SQLite database/,
    },
    {
      title: "another program's database",
      path: () => {
        const path = folder.freshPath()
        new Database(path).exec('CREATE TABLE letters (text)').close()
        return path
      },
      fault: 'failed',
      says: /not one of Skein's/,
    },
  ])('$title', async ({ path, fault, says }) => {
    const error = await failure({ path: path() })
    expect(error.fault).toBe(fault)
    expect(error.message).toMatch(says)
  })

  it('one that a newer version wrote', async () => {
    const path = await made()
    const file = new Database(path)
    file.pragma('user_version = 99')
    file.close()
    expect(await failure({ path })).toMatchObject({ fault: 'newer', message: expect.stringMatching(/upgrade/) })
  })

  it('the keys in the place of the events, and both in one', async () => {
    const path = await made()
    expect(await failure({ path: `${path}.keys`, keysPath: folder.freshPath() })).toMatchObject({ fault: 'failed' })
    expect(await failure({ path, keysPath: path })).toMatchObject({ fault: 'failed' })
  })

  it('and nothing of it stays open', async () => {
    const path = await made()
    expect(await failure({ path, keysPath: folder.path })).toMatchObject({ fault: 'failed' })
    // who has it open keeps it from leaving WAL mode
    const file = new Database(path, { timeout: 0 })
    expect(file.pragma('journal_mode = DELETE', { simple: true })).toBe('delete')
    file.close()
  })

  it('a table that is locked for longer than the patience', async () => {
    const path = folder.freshPath()
    const file = new Database(path)
    file.exec('BEGIN EXCLUSIVE')
    expect(await failure({ path, busyTimeoutMs: 10 })).toMatchObject({ fault: 'unavailable' })
    file.close()
  })
})

describe('read only', () => {
  it('reads, and refuses whatever writes', async () => {
    const path = await made()
    const storage = await openSqlite({ path, readOnly: true })
    const { events, readModels, keys } = storage
    let count = 0
    for await (const batch of events.readStream('journey-t1')) count += batch.length
    expect(count).toBe(200)
    const refused = await events.append('journey-t1', [event('new')], 199)()
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
    expect(await failure({ path: folder.freshPath(), readOnly: true })).toMatchObject({ fault: 'missing' })
  })

  it('does not lift an old format', async () => {
    const path = folder.freshPath()
    writeFileSync(path, '')
    expect(await failure({ path, readOnly: true })).toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/older format/),
    })
  })
})

it('says corrupt when it meets a damaged page', async () => {
  const path = await made()
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

it('keeps the keys in another file when told so', async () => {
  const [path, keysPath] = [folder.freshPath(), folder.freshPath()]
  const storage = await openSqlite({ path, keysPath })
  await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
  await storage.close()
  const again = await openSqlite({ path: folder.freshPath(), keysPath })
  expect(await again.keys.find(['journey-t1'])).toEqual(new Map([['journey-t1', { keyId: 'k1', wrapped: 'w1' }]]))
  await again.close()
})

it('leaves nothing of a destroyed key in its files', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'a-secret-that-is-wrapped' })
  const isThere = () =>
    ['', '-wal'].some((end) => readFileSync(`${path}.keys${end}`).includes('a-secret-that-is-wrapped'))
  expect(isThere()).toBe(true)
  await storage.keys.destroy('journey-t1')
  expect(isThere()).toBe(false)
  await storage.close()
})

describe('backup', () => {
  it('copies events, read models and keys while they are in use', async () => {
    const path = await made()
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
    const { id } = await storage.readModels.begin('projection', 1)
    const copied = storage.backup(copy)
    for (let turn = 0; turn < 50; turn++)
      expect(
        await storage.events.append('journey-t2', [event(`b${turn}`)], turn === 0 ? 'none' : turn - 1)(),
      ).toMatchObject({
        _tag: 'Right',
      })
    await copied
    await storage.close()
    const restored = await openSqlite({ path: copy })
    let count = 0
    for await (const batch of restored.events.readStream('journey-t1')) count += batch.length
    expect(count).toBe(200)
    expect((await restored.readModels.generations('projection')).map((generation) => generation.id)).toEqual([id])
    expect((await restored.keys.find(['journey-t1'])).size).toBe(1)
    await restored.close()
  })

  it('leaves the keys out when told so, and never writes over a file', async () => {
    const path = await made()
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    await storage.backup(copy, { keysPath: false })
    expect(() => readFileSync(`${copy}.keys`)).toThrow(/ENOENT/)
    await expect(storage.backup(copy)).rejects.toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/exists/),
    })
    await expect(storage.backup(join(folder.path, 'none', 'a.db'))).rejects.toMatchObject({ _tag: 'StorageError' })
    await storage.close()
    await expect(storage.backup(folder.freshPath())).rejects.toMatchObject({ fault: 'closed' })
  })

  it('is waited for by close', async () => {
    const path = await made()
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    const copied = storage.backup(copy, { keysPath: false })
    await storage.close()
    await copied
    const restored = await openSqlite({ path: copy, keysPath: `${path}.keys` })
    expect(await restored.events.count()).toBe(200)
    await restored.close()
  })

  it('can be restored by putting it in the place of a lost file', async () => {
    const path = await made()
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    await storage.backup(copy)
    await storage.close()
    for (const end of ['', '-wal', '-shm', '.keys']) rmSync(`${path}${end}`, { force: true })
    mkdirSync(folder.path, { recursive: true })
    for (const end of ['', '.keys']) copyFileSync(`${copy}${end}`, `${path}${end}`)
    const restored = await openSqlite({ path })
    expect(await restored.events.count()).toBe(200)
    await restored.close()
  })
})
