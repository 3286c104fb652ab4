import type { HistoryEnd } from '../history/stream-history.js'
import type { Put } from '../ports/index.js'
import type { CachedRow, CachedStream } from './row-cache.js'
import { parseRow, rowSetAside, writeRow } from './stored-row.js'

/** A row whose documents or tallies could not be computed. */
export interface RowFailure {
  readonly stream: string
  readonly error: unknown
}

/** A row before its first event. */
export const newRow = (stream: CachedStream): CachedRow => ({
  stream,
  row: undefined,
  isSetAside: false,
  isStored: false,
  isLong: false,
  isChanged: false,
  ownKeys: [],
})

/** What the store holds of a row. */
export const putOf = ({ stream, isSetAside }: CachedRow, row: string | undefined): Put => ({
  space: 'row',
  key: stream.name,
  value: isSetAside ? rowSetAside : writeRow(stream.end, row),
})

/** Brings a row into memory from what the store holds of it. */
export const restore = (cached: CachedRow, text: string): void => {
  const { end, row } = parseRow(text)
  cached.row = row
  cached.isSetAside = end === undefined
  if (end !== undefined) moveEnd(cached.stream.end, end)
}

/** Moves the end of a history on, for the read model that knows the later one. */
export const moveEnd = (known: HistoryEnd, { on, rank }: HistoryEnd): void => {
  if (on < known.on || (on === known.on && rank <= known.rank)) return
  known.on = on
  known.rank = rank
}

/** Nothing of the row counts; the store knows that it is set aside. */
export const emptyRow = (cached: CachedRow): void => {
  cached.row = undefined
  cached.isSetAside = true
  cached.isStored = true
}
