// P18: how many bytes an event takes on SQLite, with everything that the log needs.
import Database from 'better-sqlite3'
import type { Bench } from './bench.ts'
import { logOf } from './events.ts'
import { summed } from './measure.ts'

/** The goal, in bytes. */
const budget = 550

/** Bytes of the pages of the log's tables and indexes, for each event. */
const bytesAnEvent = (path: string): number => {
  const database = new Database(path, { readonly: true })
  try {
    const bytes = database
      .prepare<[], number>(
        `SELECT sum(pgsize) FROM dbstat WHERE name IN
           (SELECT name FROM sqlite_master WHERE tbl_name IN ('events', 'types'))`,
      )
      .pluck()
      .get()
    const events = database.prepare<[], number>('SELECT count(*) FROM events').pluck().get()
    return (bytes ?? 0) / (events ?? 1)
  } finally {
    database.close()
  }
}

export const logSize: Bench = {
  id: 'P18',
  what: `an event on SQLite, log and indexes, in units of ${budget} bytes`,
  goal: 1,
  bound: 'atMost',
  unit: 'bytes',
  run: async ({ events, report }) => {
    const path = await logOf(events, report)
    return summed([{ ours: bytesAnEvent(path), theirs: budget }])
  },
}
