// Events and keys are two files. A database without its keys, or with those of another one, is not opened.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { sampleEvent, temporaryFolder } from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite, type SqliteOptions } from '../src/index.js'

const folder = temporaryFolder('sqlite-pair')
beforeAll(folder.create)
afterAll(folder.remove)

const key = { keyId: 'k', wrapped: 'w' }

/** Makes a database with one event and one key. */
const makeDatabase = async (options: Partial<SqliteOptions> = {}): Promise<string> => {
  const path = options.path ?? folder.freshPath()
  const storage = await openSqlite({ path, ...options })
  await storage.keys.add('journey-t1', key)
  expect(await storage.events.append('journey-t1', [sampleEvent('e')], 'none')()).toMatchObject({ _tag: 'Right' })
  await storage.close()
  return path
}

/** Opens a database and counts its keys. */
const countKeys = async (options: SqliteOptions): Promise<number> => {
  const storage = await openSqlite(options)
  const { size } = await storage.keys.find(['journey-t1'])
  await storage.close()
  return size
}

const filesOf = (path: string) => readdirSync(folder.path).filter((name) => name.startsWith(basename(path)))

describe('a database whose keys file is missing', () => {
  it.each([false, true])('is refused, and no new keys file is made (readOnly: %s)', async (readOnly) => {
    const path = await makeDatabase()
    rmSync(`${path}.keys`)
    for (let attempt = 0; attempt < 2; attempt++)
      await expect(countKeys({ path, readOnly })).rejects.toMatchObject({
        fault: 'missing',
        message: expect.stringMatching(/\.db\.keys is missing.*put it back/),
      })
    expect(filesOf(path)).toEqual([basename(path)])
  })

  it.each([
    ['an empty file', ''],
    ['a database without tables', undefined],
  ])('is refused also with %s in its place', async (_title, content) => {
    const path = await makeDatabase()
    if (content === undefined) {
      rmSync(`${path}.keys`)
      new Database(`${path}.keys`).exec('PRAGMA journal_mode = WAL; PRAGMA journal_mode = DELETE').close()
    } else writeFileSync(`${path}.keys`, content)
    await expect(countKeys({ path })).rejects.toMatchObject({ fault: 'missing' })
  })

  it('is opened again once the file is back', async () => {
    const path = await makeDatabase()
    copyFileSync(`${path}.keys`, `${path}.away`)
    rmSync(`${path}.keys`)
    await expect(countKeys({ path })).rejects.toMatchObject({ fault: 'missing' })
    copyFileSync(`${path}.away`, `${path}.keys`)
    expect(await countKeys({ path })).toBe(1)
  })
})

it('refuses read models without events whose keys file, once found, is missing', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  await storage.keys.add('journey-t1', key)
  await storage.close()
  expect(await countKeys({ path })).toBe(1)
  rmSync(`${path}.keys`)
  await expect(countKeys({ path })).rejects.toMatchObject({ fault: 'missing' })
})

it('makes a new keys file for a database without events', async () => {
  const path = folder.freshPath()
  expect(await countKeys({ path })).toBe(0)
  rmSync(`${path}.keys`)
  expect(await countKeys({ path })).toBe(0)
  expect(existsSync(`${path}.keys`)).toBe(true)
})

describe('the keys of another database', () => {
  it.each([false, true])('are refused for a database with events (readOnly: %s)', async (readOnly) => {
    const [path, other] = [await makeDatabase(), await makeDatabase()]
    const before = readFileSync(`${other}.keys`)
    await expect(countKeys({ path, keysPath: `${other}.keys`, readOnly })).rejects.toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/keys of another database/),
    })
    expect(readFileSync(`${other}.keys`).equals(before)).toBe(true)
  })

  it('are refused for a new database, and accepted with adoptKeys, which they then belong to as well', async () => {
    const path = await makeDatabase()
    const keysPath = `${path}.keys`
    await expect(countKeys({ path: folder.freshPath(), keysPath })).rejects.toMatchObject({
      message: expect.stringMatching(/is empty, but .* holds keys of events that are not in it.*adoptKeys/),
    })
    const second = await makeDatabase({ path: folder.freshPath(), keysPath, adoptKeys: true })
    expect(await countKeys({ path: second, keysPath })).toBe(1)
    expect(await countKeys({ path, keysPath })).toBe(1)
  })
})

describe('keys that are older than the events', () => {
  it.each([false, true])('are refused (readOnly: %s)', async (readOnly) => {
    const path = await makeDatabase()
    copyFileSync(`${path}.keys`, `${path}.old`)
    const storage = await openSqlite({ path })
    await storage.keys.add('journey-t2', key)
    await storage.close()
    copyFileSync(`${path}.old`, `${path}.keys`)
    await expect(countKeys({ path, readOnly })).rejects.toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/is older than .*Restore the newest backup of the keys/),
    })
  })

  it('are refused also where a person was forgotten since, and the process was killed after the next append', async () => {
    const path = await makeDatabase()
    copyFileSync(`${path}.keys`, `${path}.old`)
    const storage = await openSqlite({ path })
    expect(await storage.keys.destroy('journey-t1')).toBe(true)
    // as after a kill: the files as they are now
    const killed = folder.freshPath()
    copyFileSync(path, killed)
    if (existsSync(`${path}-wal`)) copyFileSync(`${path}-wal`, `${killed}-wal`)
    copyFileSync(`${path}.old`, `${killed}.keys`)
    await storage.close()
    await expect(countKeys({ path: killed })).rejects.toMatchObject({ message: expect.stringMatching(/is older than/) })
  })
})
