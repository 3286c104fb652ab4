import Database from 'better-sqlite3'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { SqliteFile } from '../src/file.js'
import { openFile } from '../src/open-file.js'
import { baseFile } from '../src/schema.js'
import { Types } from '../src/types.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('writer')
beforeAll(folder.make)
afterAll(folder.remove)

const options = { durability: 'normal', readOnly: false, busyTimeoutMs: 1_000 } as const

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
  const insert = database.prepare('INSERT INTO locks (name, holder, until) VALUES (?, ?, 0)')
  const names = () => database.prepare('SELECT name FROM locks ORDER BY rowid').pluck().all()
  return { file, insert, names, commits: () => commits }
}

it('those who write in one turn of the event loop share a transaction, in their order', async () => {
  const { file, insert, names, commits } = await countingFile()
  const wanted = Array.from({ length: 64 }, (_, index) => `w${index}`)
  await Promise.all(wanted.map((name) => file.write(() => insert.run(name, ''))))
  expect(commits()).toBe(1)
  expect(names()).toEqual(wanted)
  await file.write(() => insert.run('alone', ''))
  expect(commits()).toBe(2)
  await file.close()
})

it('of those who share a transaction, each is done or not by itself', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.boolean(), { minLength: 1, maxLength: 12 }), async (failures) => {
      const { file, insert, names } = await countingFile()
      const answers = await Promise.all(
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
      const done = failures.flatMap((fails, index) => (fails ? [] : [index]))
      expect(names()).toEqual(done.flatMap((index) => [`first of ${index}`, `second of ${index}`]))
      for (const [index, answer] of answers.entries())
        if (failures[index]) expect(answer).toMatchObject({ fault: 'failed', written: 'no' })
        else expect(answer).toBe(index)
      await file.close()
    }),
    { numRuns: 20 },
  )
})

it('waits for another process without keeping this one from its work', async () => {
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

it('forgets the number of a type that was given in a transaction that failed', async () => {
  const path = folder.freshPath()
  const [file, other] = [await openFile(path, baseFile, options), await openFile(path, baseFile, options)]
  const [types, theirs] = [new Types(file), new Types(other)]
  const failed = file.write(() => {
    types.idOf('Ours')
    throw new Error('a bug')
  })
  await expect(failed).rejects.toThrow()
  const theirId = await other.write(() => theirs.idOf('Theirs'))
  const ourId = await file.write(() => types.idOf('Ours'))
  expect(ourId).not.toBe(theirId)
  expect([types.nameOf(ourId), types.nameOf(theirId)]).toEqual(['Ours', 'Theirs'])
  await file.close()
  await other.close()
})

it('finds the types that another process adds', async () => {
  const path = folder.freshPath()
  const [file, other] = [await openFile(path, baseFile, options), await openFile(path, baseFile, options)]
  const types = new Types(file)
  const names = ['First', 'Second', ...Array.from({ length: 50 }, (_, index) => `NeverWritten${index}`)]
  expect(types.idsOf(names)).toBe('[]')
  const first = await other.write(() => new Types(other).idOf('First'))
  expect(types.idsOf(names)).toBe(JSON.stringify([first]))
  const second = await other.write(() => new Types(other).idOf('Second'))
  expect(types.idsOf(names)).toBe(JSON.stringify([first, second]))
  await file.close()
  await other.close()
})
