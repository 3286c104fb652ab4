import type { AppendError, Appended, Expected, NewEvent } from '@skein/engine'
import type { Statement } from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { SqliteFile } from './file.js'
import type { Types } from './types.js'

type Place = [revision: number, position: number, eventId: string]

/** Puts events where they belong, or says what is there. */
export class LogWriter {
  readonly #types: Types
  readonly #last: Statement<[string], number>
  readonly #standing: Statement<[string, number, number], Place>
  readonly #insert: Statement<[string, number, number, number, string, string, string]>

  constructor(file: SqliteFile, types: Types) {
    const { database } = file
    this.#types = types
    this.#last = database
      .prepare<[string], number>('SELECT revision FROM events WHERE stream = +? ORDER BY revision DESC LIMIT 1')
      .pluck()
    this.#standing = database
      .prepare<[string, number, number], Place>(
        `SELECT revision, position, event_id FROM events
         WHERE stream = +? AND revision >= ? ORDER BY revision LIMIT 0 + ?`,
      )
      .raw()
    this.#insert = database.prepare(
      `INSERT INTO events (stream, revision, type, schema_version, data, event_id, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?)`,
    )
  }

  /** Inside a transaction. */
  append(stream: string, events: readonly NewEvent[], expected: Expected): E.Either<AppendError, Appended> {
    const actual = this.#last.get(stream) ?? 'none'
    if (actual !== expected)
      return this.#repeated(stream, events, expected) ?? E.left({ _tag: 'Conflict', expected, actual })
    let revision = expected === 'none' ? -1 : expected
    let position: number | bigint = 0
    for (const { type, schemaVersion, data, eventId, metadata } of events) {
      revision++
      position = this.#insert.run(
        stream,
        revision,
        this.#types.idOf(type),
        schemaVersion,
        data,
        eventId,
        metadata,
      ).lastInsertRowid
    }
    return E.right({ revision, position: String(position) })
  }

  /** The same events at the same place again: what they were answered the first time. */
  #repeated(
    stream: string,
    events: readonly NewEvent[],
    expected: Expected,
  ): E.Either<AppendError, Appended> | undefined {
    const place = expected === 'none' ? 0 : expected + 1
    const standing = this.#standing.all(stream, place, events.length)
    const last = standing.at(-1)
    const isSame = events.every(({ eventId }, index) => standing[index]?.[2] === eventId)
    return isSame && last !== undefined ? E.right({ revision: last[0], position: String(last[1]) }) : undefined
  }
}
