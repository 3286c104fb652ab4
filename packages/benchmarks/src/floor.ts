import type Database from 'better-sqlite3'

/** The least that any rebuild has to do: reads the column in order, in pages, and parses it; the number of events. */
export const floor = (database: Database.Database): number => {
  const page = database
    .prepare<[number], [number, string]>(
      'SELECT position, data FROM events WHERE position > ? ORDER BY position LIMIT 5000',
    )
    .raw()
  let count = 0
  let after = 0
  for (;;) {
    const rows = page.all(after)
    const last = rows.at(-1)
    if (last === undefined) return count
    for (const [, data] of rows) {
      JSON.parse(data)
      count += 1
    }
    after = last[0]
  }
}
