import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { sampleEvent, temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite, restoreSqlite } from '../src/index.js'
import { makeDatabase } from './made-database.js'

const folder = temporaryFolder('sqlite-restore')
beforeAll(folder.create)
afterAll(folder.remove)

/** A store with 200 events, and a backup of it; then another event. */
const backedUp = async () => {
  const path = await makeDatabase(folder.freshPath())
  const backup = folder.freshPath()
  const storage = await openSqlite({ path })
  await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
  await storage.backup(backup)
  await storage.events.append('later', [sampleEvent('1')], 'none')()
  return { path, backup, storage }
}

const countOf = async (path: string) => {
  const storage = await openSqlite({ path })
  const found = [await storage.events.count(), (await storage.keys.find(['journey-t1'])).size]
  await storage.close()
  return found
}

describe('a restored backup', () => {
  it('takes the place of a store, which is kept under another name with its write-ahead log', async () => {
    const { path, backup, storage } = await backedUp()
    await storage.close()
    // of a store whose process was killed
    writeFileSync(`${path}-wal`, 'what SQLite would apply to the backup')
    await expect(restoreSqlite({ from: backup, path })).rejects.toMatchObject({ fault: 'failed' })
    const kept = await restoreSqlite({ from: backup, path, replace: true })
    expect(kept).toContainEqual(expect.stringContaining(`${path}.before-`))
    expect(kept.every((file) => existsSync(file))).toBe(true)
    expect(await countOf(path)).toEqual([200, 1])
  })

  it('is refused while a program has the store open', async () => {
    const { path, backup, storage } = await backedUp()
    await expect(restoreSqlite({ from: backup, path, replace: true })).rejects.toMatchObject({ fault: 'unavailable' })
    expect(await storage.events.count()).toBe(201)
    await storage.close()
  })

  it('takes the place of a damaged file', async () => {
    const { path, backup, storage } = await backedUp()
    await storage.close()
    writeFileSync(path, 'not a database any more, but long enough to be taken for one')
    await restoreSqlite({ from: backup, path, replace: true })
    expect(await countOf(path)).toEqual([200, 1])
  })

  it('must fit its keys', async () => {
    const { path, backup, storage } = await backedUp()
    await storage.close()
    const other = await backedUp()
    await other.storage.close()
    const options = { from: backup, keysFrom: `${other.backup}.keys`, path, replace: true }
    await expect(restoreSqlite(options)).rejects.toMatchObject({ _tag: 'StorageError' })
    expect(await countOf(path)).toEqual([201, 1])
  })
})

describe('a file that is not there any more while it is open', () => {
  it.each([
    { title: 'was replaced', change: (path: string, backup: string) => renameSync(backup, path) },
    { title: 'was removed', change: (path: string) => rmSync(path) },
    { title: 'has lost its write-ahead log', change: (path: string) => rmSync(`${path}-wal`) },
  ])('takes no append when it $title', async ({ change }) => {
    const { path, backup, storage } = await backedUp()
    change(path, backup)
    const append = await storage.events.append('after', [sampleEvent('2')], 'none')()
    expect(append).toMatchObject({ left: { _tag: 'Unavailable', written: 'no', cause: { fault: 'failed' } } })
    // it cannot note what changed in the keys
    await expect(storage.close()).rejects.toMatchObject({ fault: 'failed' })
  })
})
