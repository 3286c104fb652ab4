import { temporaryFolder } from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openFile } from '../src/connection/open-file.js'
import { SqliteFile } from '../src/connection/sqlite-file.js'
import { EventTypes } from '../src/events/event-types.js'
import { baseFile } from '../src/schema/file-kinds.js'

const folder = temporaryFolder('sqlite-transaction-queue')
beforeAll(folder.create)
afterAll(folder.remove)

const options = { durability: 'normal', readOnly: false, create: true, busyTimeoutMs: 1_000 } as const

/** A file that counts its commits. */
const countingFile = async () => {
  const path = folder.freshPath()
  await (await openFile(path, baseFile, options)).close()
  const database = new Database(path, { timeout: 5 })
  const prepare = database.prepare.bind(database)
  let commits = 0
  const prepareCounting = (sql: string) => {
    const statement = prepare(sql)
    if (sql !== 'COMMIT') return statement
    const run = statement.run.bind(statement)
    statement.run = () => {
      commits++
      return run()
    }
    return statement
  }
  Object.assign(database, { prepare: prepareCounting })
  const file = new SqliteFile(database, path, options.busyTimeoutMs)
  const insert = database.prepare('INSERT INTO locks (name, holder, since, until, ttl) VALUES (?, ?, 0, 0, 0)')
  const names = () => database.prepare('SELECT name FROM locks ORDER BY rowid').pluck().all()
  return { file, insert, names, commits: () => commits }
}

it('commits the writes of one turn of the event loop in one transaction, in their order', async () => {
  const { file, insert, names, commits } = await countingFile()
  const expected = Array.from({ length: 64 }, (_, index) => `w${index}`)
  await Promise.all(expected.map((name) => file.write(() => insert.run(name, ''))))
  expect(commits()).toBe(1)
  expect(names()).toEqual(expected)
  await file.write(() => insert.run('alone', ''))
  expect(commits()).toBe(2)
  await file.close()
})

it('commits what writes much in transactions of a few megabytes, between which another process writes', async () => {
  const { file, insert, names, commits } = await countingFile()
  const sizes = [1_500_000, 1_500_000, 300_000, 9_000_000, 100_000]
  const written = Promise.all(sizes.map((size, index) => file.write(() => insert.run(`w${index}`, ''), size)))
  const other = await openFile(file.path, baseFile, options)
  const insertOther = other.database.prepare(
    "INSERT INTO locks (name, holder, since, until, ttl) VALUES (?, '', 0, 0, 0)",
  )
  while (names().length === 0) await new Promise(setImmediate)
  await other.write(() => insertOther.run('other'))
  await written
  expect(commits()).toBe(4)
  // in the order in which they were added
  expect(names().filter((name) => name !== 'other')).toEqual(sizes.map((_, index) => `w${index}`))
  expect(names().indexOf('other')).toBeLessThan(sizes.length)
  await other.close()
  await file.close()
})

it('commits the other writes of a transaction when some of them fail', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (failures) => {
      const { file, insert, names } = await countingFile()
      const results = await Promise.all(
        failures.map((fails, index) =>
          file
            .write(() => {
              insert.run(`first of ${index}`, '')
              if (fails) throw new Error('a bug')
              insert.run(`second of ${index}`, '')
              return index
            })
            .catch((error: unknown) => error),
        ),
      )
      const succeeded = failures.flatMap((fails, index) => (fails ? [] : [index]))
      expect(names()).toEqual(succeeded.flatMap((index) => [`first of ${index}`, `second of ${index}`]))
      for (const [index, result] of results.entries())
        if (failures[index]) expect(result).toMatchObject({ fault: 'failed', written: 'no' })
        else expect(result).toBe(index)
      await file.close()
    }),
    { numRuns: 20 },
  )
})

it('waits for the lock of another process without blocking this one', async () => {
  const { file, insert, names } = await countingFile()
  const other = new Database(file.path)
  other.exec('BEGIN IMMEDIATE')
  const written = file.write(() => insert.run('late', ''))
  await new Promise((resolve) => setTimeout(resolve, 1))
  other.exec('ROLLBACK')
  await written
  expect(names()).toEqual(['late'])
  other.close()
  await file.close()
})

it('does not keep the number of an event type from a transaction that was rolled back', async () => {
  const path = folder.freshPath()
  const [file, other] = [await openFile(path, baseFile, options), await openFile(path, baseFile, options)]
  const [types, otherTypes] = [new EventTypes(file), new EventTypes(other)]
  const failed = file.write(() => {
    types.idOf('Own')
    throw new Error('a bug')
  })
  await expect(failed).rejects.toThrow()
  const otherId = await other.write(() => otherTypes.idOf('Other'))
  const id = await file.write(() => types.idOf('Own'))
  expect(id).not.toBe(otherId)
  expect([types.nameOf(id), types.nameOf(otherId)]).toEqual(['Own', 'Other'])
  await file.close()
  await other.close()
})

it('finds the types that another process adds', async () => {
  const path = folder.freshPath()
  const [file, other] = [await openFile(path, baseFile, options), await openFile(path, baseFile, options)]
  const types = new EventTypes(file)
  const names = ['First', 'Second', ...Array.from({ length: 50 }, (_, index) => `NeverWritten${index}`)]
  expect(types.idsOf(names)).toBe('[]')
  const first = await other.write(() => new EventTypes(other).idOf('First'))
  expect(types.idsOf(names)).toBe(JSON.stringify([first]))
  const second = await other.write(() => new EventTypes(other).idOf('Second'))
  expect(types.idsOf(names)).toBe(JSON.stringify([first, second]))
  await file.close()
  await other.close()
})
