import type { AppendError, Appended, Expected, NewEvent } from '@skein/engine'
import { firstRevisionAfter, isRecordedLate, repeatedAppend } from '@skein/engine/storage'
import type { Statement } from 'better-sqlite3'
import * as E from 'fp-ts/lib/Either.js'
import type { SqliteFile } from '../connection/sqlite-file.js'
import type { KeyChanges } from '../keys/key-changes.js'
import type { EventTypes } from './event-types.js'

interface StoredRow {
  readonly revision: number
  readonly position: string
  readonly hash: string
}

/** Appends events to streams. */
export class LogWriter {
  readonly #types: EventTypes
  readonly #lastRevision: Statement<[string], number>
  readonly #hash: Statement<[string, number], Buffer>
  readonly #stored: Statement<[string, number, number], StoredRow>
  readonly #insert: Statement<[string, number, number, number, number, string, Buffer, string]>

  readonly #keyChanges: KeyChanges

  constructor(file: SqliteFile, types: EventTypes, keyChanges: KeyChanges) {
    const { database } = file
    this.#types = types
    this.#keyChanges = keyChanges
    this.#lastRevision = database
      .prepare<[string], number>('SELECT revision FROM events WHERE stream = +? ORDER BY revision DESC LIMIT 1')
      .pluck()
    this.#hash = database
      .prepare<[string, number], Buffer>('SELECT hash FROM events WHERE stream = ? AND revision = ?')
      .pluck()
    this.#stored = database.prepare(
      `SELECT revision, CAST(position AS TEXT) AS position, lower(hex(hash)) AS hash FROM events
       WHERE stream = +? AND revision >= ? ORDER BY revision LIMIT 0 + ?`,
    )
    this.#insert = database.prepare(
      `INSERT INTO events (stream, revision, type, schema_version, late, data, hash, metadata)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
    )
  }

  /** Inside a transaction only. */
  append(
    stream: string,
    events: readonly NewEvent[],
    expected: Expected,
    previous: string | undefined,
  ): E.Either<AppendError, Appended> {
    const actual = this.#lastRevision.get(stream) ?? 'none'
    const first = firstRevisionAfter(expected)
    if (actual !== expected) {
      const original = repeatedAppend(events, this.#stored.all(stream, first, events.length))
      return original === undefined ? E.left({ _tag: 'Conflict', expected, actual }) : E.right(original)
    }
    if (previous !== undefined && actual !== 'none' && this.#hash.get(stream, actual)?.toString('hex') !== previous)
      return E.left({ _tag: 'Conflict', expected, actual })
    this.#keyChanges.record()
    let revision = first - 1
    let position: number | bigint = 0
    for (const { type, schemaVersion, data, hash, metadata } of events) {
      revision++
      position = this.#insert.run(
        stream,
        revision,
        this.#types.idOf(type),
        schemaVersion,
        Number(isRecordedLate(metadata)),
        data,
        Buffer.from(hash, 'hex'),
        metadata,
      ).lastInsertRowid
    }
    return E.right({ revision, position: String(position) })
  }
}
