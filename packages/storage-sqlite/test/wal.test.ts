// The write-ahead log: while one reader keeps its transaction open, SQLite cannot empty it.
import { openSqlite } from '@skein/storage-sqlite'
import { temporaryFolder } from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'

const folder = temporaryFolder('sqlite-wal')
beforeAll(folder.create)
afterAll(folder.remove)

const megabyte = 1_000_000

it('grows under one open reader, which `files` shows, and shrinks once that has ended', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path, durability: 'normal' })
  const { readModels } = storage
  const { id } = await readModels.begin('r', 1)
  let position = 0
  const write = async (megabytes: number) => {
    const value = 'x'.repeat(megabytes * megabyte)
    const from = position === 0 ? undefined : String(position)
    position += 1
    const puts = [{ space: 'doc', key: `k${position}`, value } as const]
    const written = await readModels.commit(id, { from, to: String(position), events: 1, puts, deletes: [] })
    expect(written).toBe('done')
  }
  const walBytes = async () => (await storage.files?.())?.find((file) => file.path === path)?.walBytes ?? 0

  for (let time = 0; time < 20; time += 1) await write(5)
  expect(await walBytes()).toBeLessThan(30 * megabyte)

  const reader = new Database(path, { readonly: true })
  reader.exec('BEGIN')
  reader.prepare('SELECT count(*) FROM entries').get()
  for (let time = 0; time < 20; time += 1) await write(5)
  expect(await walBytes()).toBeGreaterThan(90 * megabyte)

  reader.exec('COMMIT')
  reader.close()
  // the next checkpoint empties it, and the first write after that truncates it
  for (let time = 0; time < 2; time += 1) await write(5)
  expect(await walBytes()).toBeLessThan(70 * megabyte)
  await storage.close()
})
