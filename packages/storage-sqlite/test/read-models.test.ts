import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('read-models')
beforeAll(folder.make)
afterAll(folder.remove)

const puts = Array.from({ length: 25_000 }, (_, index) => ({ space: 'row' as const, key: `k${index}`, value: '1' }))
const commit = { from: undefined, to: '1', events: 1, puts, deletes: [] }

const entriesIn = (path: string): unknown => {
  const file = new Database(path, { readonly: true })
  const count = file.prepare('SELECT count(*) FROM entries').pluck().get()
  file.close()
  return count
}

it('gives the room of dropped and restarted generations back, and takes nothing from the others', async () => {
  const path = folder.freshPath()
  const { readModels, close } = await openSqlite({ path })
  const [dropped, restarted, standing] = [
    await readModels.begin('dropped', 1),
    await readModels.begin('restarted', 1),
    await readModels.begin('standing', 1),
  ]
  for (const { id } of [dropped, restarted, standing]) await readModels.commit(id, commit)
  await readModels.drop(dropped.id)
  expect(entriesIn(path)).toBe(50_000)
  await readModels.begin('restarted', 1, { restart: true })
  expect(entriesIn(path)).toBe(25_000)
  expect(await readModels.count(standing.id, 'row')).toBe(25_000)
  await close()
})

it('sweeps away what a drop that was killed has left', async () => {
  const path = folder.freshPath()
  const { readModels, close } = await openSqlite({ path })
  const { id } = await readModels.begin('dropped', 1)
  await readModels.commit(id, commit)
  const file = new Database(path)
  file.prepare('DELETE FROM generations').run()
  file.close()
  await readModels.drop('99')
  expect(entriesIn(path)).toBe(0)
  await close()
})
