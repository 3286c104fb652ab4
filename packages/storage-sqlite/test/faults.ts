import type { Fault } from '@skein/testkit/storage'
import Database from 'better-sqlite3'
import { openFile } from '../src/connection/open-file.js'
import { SqliteFile } from '../src/connection/sqlite-file.js'
import { baseFile, keysFile } from '../src/schema/file-kinds.js'
import { storageOf } from '../src/storage.js'

const options = { durability: 'full', readOnly: false, create: true, busyTimeoutMs: 50 } as const

const openKeysOf = (path: string) => openFile(`${path}.keys`, keysFile, options)

/** Failures for the conformance suite. Most need the connection of the store itself, so the store is put together here. */
export const faults = (freshPath: () => string): readonly Fault[] => [
  {
    name: 'another process keeps the write lock',
    written: 'no',
    open: async () => {
      const path = freshPath()
      const base = await openFile(path, baseFile, options)
      const other = new Database(path)
      return {
        storage: storageOf(base, await openKeysOf(path)),
        breakIt: async () => {
          other.exec('BEGIN IMMEDIATE')
        },
        mend: async () => {
          other.exec('ROLLBACK')
          other.close()
        },
      }
    },
  },
  {
    name: 'no room is left',
    written: 'no',
    open: async () => {
      const path = freshPath()
      const base = await openFile(path, baseFile, options)
      return {
        storage: storageOf(base, await openKeysOf(path)),
        breakIt: async () => {
          base.database.pragma(`max_page_count = ${base.database.pragma('page_count', { simple: true })}`)
          fillPages(base.database)
        },
        mend: async () => {
          base.database.pragma('max_page_count = 100000')
        },
      }
    },
  },
  {
    name: 'the file may no longer be written',
    written: 'no',
    open: async () => {
      const path = freshPath()
      const base = await openFile(path, baseFile, options)
      return {
        storage: storageOf(base, await openKeysOf(path)),
        breakIt: async () => {
          base.database.pragma('query_only = ON')
        },
        mend: async () => {
          base.database.pragma('query_only = OFF')
        },
      }
    },
  },
  ...[true, false].map(
    (isWritten): Fault => ({
      name: `the disk fails ${isWritten ? 'after' : 'before'} the commit is written`,
      written: 'unknown',
      open: () => withFailingCommit(freshPath(), isWritten),
    }),
  ),
]

/** Uses up the room in the pages that the file has. */
const fillPages = (database: Database.Database) => {
  const insert = database.prepare(
    `INSERT INTO events (stream, revision, type, schema_version, late, data, hash, metadata)
     VALUES ('filler', ?, 1, 1, 0, ?, x'', '')`,
  )
  try {
    for (let revision = 0; ; revision++) insert.run(revision, JSON.stringify('x'.repeat(100)))
  } catch (error) {
    if (!(error instanceof Database.SqliteError) || error.code !== 'SQLITE_FULL') throw error
  }
}

const withFailingCommit = async (path: string, isWritten: boolean) => {
  await (await openFile(path, baseFile, options)).close()
  const database = new Database(path)
  const prepare = database.prepare.bind(database)
  let isBroken = false
  // simulates the disk: only the COMMIT statement is replaced
  const prepareFaulty = (sql: string) => {
    const statement = prepare(sql)
    if (sql !== 'COMMIT') return statement
    const run = statement.run.bind(statement)
    statement.run = () => {
      if (isBroken && !isWritten) throw diskFailure()
      const result = run()
      if (isBroken) throw diskFailure()
      return result
    }
    return statement
  }
  Object.assign(database, { prepare: prepareFaulty })
  return {
    storage: storageOf(new SqliteFile(database, path, options.busyTimeoutMs), await openKeysOf(path)),
    breakIt: async () => {
      isBroken = true
    },
    mend: async () => {
      isBroken = false
    },
  }
}

const diskFailure = () => new Database.SqliteError('disk I/O error', 'SQLITE_IOERR_FSYNC')
