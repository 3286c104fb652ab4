import type { Rank } from '@skein/kernel'
import type { HistoryEnd } from '../history/stream-history.js'

/** What the store holds of a stream, for one read model. */
export interface StoredRow {
  /** The end of the history that the row was folded from; absent if the row is set aside. */
  readonly end?: HistoryEnd
  /** Absent if the projection made no row of the events. */
  readonly row?: unknown
}

/** The stored format of a row. `row` is JSON text. */
export const writeRow = ({ on, rank }: HistoryEnd, row: string | undefined): string =>
  `{"on":"${on}","rank":${rank}${row === undefined ? '' : `,"row":${row}`}}`

/** The stored format of a row that is set aside. */
export const rowSetAside = '{}'

export const parseRow = (text: string): StoredRow => {
  // sound: one of the two above
  const { on, rank, row } = JSON.parse(text) as { readonly on?: string; readonly rank?: Rank; readonly row?: unknown }
  return on === undefined || rank === undefined ? {} : { end: { on, rank }, row }
}
