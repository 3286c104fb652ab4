import { temporaryFolder } from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-read-models')
beforeAll(folder.create)
afterAll(folder.remove)

const puts = Array.from({ length: 25_000 }, (_, index) => ({ space: 'row' as const, key: `k${index}`, value: '1' }))
const commit = { from: undefined, to: '1', events: 1, puts, deletes: [] }

const countEntries = (path: string): unknown => {
  const file = new Database(path, { readonly: true })
  const count = file.prepare('SELECT count(*) FROM entries').pluck().get()
  file.close()
  return count
}

it('deletes the entries of dropped and restarted generations only', async () => {
  const path = folder.freshPath()
  const { readModels, close } = await openSqlite({ path })
  const [dropped, restarted, untouched] = [
    await readModels.begin('dropped', 1),
    await readModels.begin('restarted', 1),
    await readModels.begin('untouched', 1),
  ]
  for (const { id } of [dropped, restarted, untouched]) await readModels.commit(id, commit)
  await readModels.drop(dropped.id)
  expect(countEntries(path)).toBe(50_000)
  await readModels.begin('restarted', 1, { restart: true })
  expect(countEntries(path)).toBe(25_000)
  expect(await readModels.count(untouched.id, 'row')).toBe(25_000)
  await close()
})

it('deletes entries that a killed drop left behind', async () => {
  const path = folder.freshPath()
  const { readModels, close } = await openSqlite({ path })
  const { id } = await readModels.begin('dropped', 1)
  await readModels.commit(id, commit)
  const file = new Database(path)
  file.prepare('DELETE FROM generations').run()
  file.close()
  await readModels.drop('99')
  expect(countEntries(path)).toBe(0)
  await close()
})
