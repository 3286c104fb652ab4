// Events and keys are two files: one without the other, or with another's, is refused before it does harm.
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite, type SqliteOptions } from '../src/index.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('pair')
beforeAll(folder.make)
afterAll(folder.remove)

const event = { eventId: 'e', type: 'Happened', schemaVersion: 1, data: '{}', metadata: '{}' }
const key = { keyId: 'k', wrapped: 'w' }

/** A database with one event and one key. */
const made = async (options: Partial<SqliteOptions> = {}): Promise<string> => {
  const path = options.path ?? folder.freshPath()
  const storage = await openSqlite({ path, ...options })
  await storage.keys.add('journey-t1', key)
  expect(await storage.events.append('journey-t1', [event], 'none')()).toMatchObject({ _tag: 'Right' })
  await storage.close()
  return path
}

const opened = async (options: SqliteOptions): Promise<number> => {
  const storage = await openSqlite(options)
  const { size } = await storage.keys.find(['journey-t1'])
  await storage.close()
  return size
}

const filesOf = (path: string) => readdirSync(folder.path).filter((name) => name.startsWith(basename(path)))

/** As files were before they bore a mark. */
const unmark = (path: string): void => {
  const file = new Database(path)
  file.exec('DROP TABLE pair')
  file.pragma('user_version = 1')
  file.close()
}

describe('events without their keys', () => {
  it.each([false, true])('are refused, and no keys are made (readOnly: %s)', async (readOnly) => {
    const path = await made()
    rmSync(`${path}.keys`)
    for (let time = 0; time < 2; time++)
      await expect(opened({ path, readOnly })).rejects.toMatchObject({
        fault: 'missing',
        message: expect.stringMatching(/\.db\.keys is missing.*put it back/),
      })
    expect(filesOf(path)).toEqual([basename(path)])
  })

  it.each([
    ['an empty file', ''],
    ['a database without tables', undefined],
  ])('are refused beside %s too', async (_title, content) => {
    const path = await made()
    if (content === undefined) {
      rmSync(`${path}.keys`)
      new Database(`${path}.keys`).exec('PRAGMA journal_mode = WAL; PRAGMA journal_mode = DELETE').close()
    } else writeFileSync(`${path}.keys`, content)
    await expect(opened({ path })).rejects.toMatchObject({ fault: 'missing' })
  })

  it('are accepted again once the keys are back', async () => {
    const path = await made()
    copyFileSync(`${path}.keys`, `${path}.away`)
    rmSync(`${path}.keys`)
    await expect(opened({ path })).rejects.toMatchObject({ fault: 'missing' })
    copyFileSync(`${path}.away`, `${path}.keys`)
    expect(await opened({ path })).toBe(1)
  })
})

it('a database of read models is not opened without the keys that were once seen beside it', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  await storage.keys.add('journey-t1', key)
  await storage.close()
  expect(await opened({ path })).toBe(1)
  rmSync(`${path}.keys`)
  await expect(opened({ path })).rejects.toMatchObject({ fault: 'missing' })
})

it('a database without events gets new keys', async () => {
  const path = folder.freshPath()
  expect(await opened({ path })).toBe(0)
  rmSync(`${path}.keys`)
  expect(await opened({ path })).toBe(0)
  expect(existsSync(`${path}.keys`)).toBe(true)
})

describe('the keys of another database', () => {
  it.each([false, true])('are refused (readOnly: %s)', async (readOnly) => {
    const [path, other] = [await made(), await made()]
    const before = readFileSync(`${other}.keys`)
    await expect(opened({ path, keysPath: `${other}.keys`, readOnly })).rejects.toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/keys of another database/),
    })
    expect(readFileSync(`${other}.keys`).equals(before)).toBe(true)
  })

  it('go with a new one, which is theirs from then on', async () => {
    const path = await made()
    const keysPath = `${path}.keys`
    const second = await made({ path: folder.freshPath(), keysPath })
    expect(await opened({ path: second, keysPath })).toBe(1)
    expect(await opened({ path, keysPath })).toBe(1)
  })
})

describe('files that bear no mark yet', () => {
  it('are accepted once, and marked', async () => {
    const [path, other] = [await made(), await made()]
    for (const file of [path, `${path}.keys`]) unmark(file)
    expect(await opened({ path, readOnly: true })).toBe(1)
    expect(await opened({ path })).toBe(1)
    await expect(opened({ path, keysPath: `${other}.keys` })).rejects.toMatchObject({ fault: 'failed' })
    await expect(opened({ path: other, keysPath: `${path}.keys` })).rejects.toMatchObject({ fault: 'failed' })
    expect(await opened({ path })).toBe(1)
  })

  it.each(['', '.keys'])('also where only one of them has none (%s)', async (end) => {
    const [path, other] = [await made(), await made()]
    unmark(path + end)
    expect(await opened({ path })).toBe(1)
    await expect(opened({ path, keysPath: `${other}.keys` })).rejects.toMatchObject({ fault: 'failed' })
  })
})
