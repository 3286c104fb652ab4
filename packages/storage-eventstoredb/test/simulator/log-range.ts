import type { ReadReq } from '@eventstore/db-client/generated/streams_pb.js'
import type { Entry, LogPosition } from './entry.ts'
import type { Log } from './log.ts'
import type { LogFilter } from './log-filter.ts'

/** The position that a request names; `undefined` for the beginning or the end. */
export const positionOf = (all: ReadReq.Options.AllOptions | undefined): LogPosition | undefined => {
  const position = all?.getPosition()
  return position && { commit: BigInt(position.getCommitPosition()), prepare: BigInt(position.getPreparePosition()) }
}

/** Whether a record begins there: reading elsewhere, the server finds bytes that are none. */
const isRecord = ({ entries }: Log, { commit, prepare }: LogPosition): boolean =>
  prepare <= commit && entries[firstAt(entries, commit)]?.commit === commit

/** Forwards, everything behind the end is empty. */
export const isValidStart = (log: Log, position: LogPosition): boolean =>
  position.prepare <= position.commit && (position.commit >= log.end || isRecord(log, position))

/** Backwards, nothing behind the end can be read. */
export const isReadable = (log: Log, position: LogPosition): boolean =>
  position.commit === log.end || isRecord(log, position)

export interface LogRead {
  readonly position: LogPosition | undefined
  /** From the end, where there is no position. */
  readonly isEnd: boolean
  readonly isBackwards: boolean
  readonly filter: LogFilter
  readonly count: number
}

/** The start is inclusive forwards, and exclusive backwards. */
export const wanted = (
  { entries }: Log,
  { position, isEnd, isBackwards, filter, count }: LogRead,
): readonly Entry[] => {
  const start = position === undefined ? (isEnd ? entries.length : 0) : firstAt(entries, position.commit)
  const found: Entry[] = []
  for (let index = isBackwards ? start - 1 : start; found.length < count; index += isBackwards ? -1 : 1) {
    const entry = entries[index]
    if (entry === undefined) break
    if (filter(entry)) found.push(entry)
  }
  return found
}

/** The index of the first entry at or behind a position; entries are ordered by it. */
export const firstAt = (entries: readonly Entry[], commit: bigint): number => {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const entry = entries[middle]
    if (entry !== undefined && entry.commit >= commit) high = middle
    else low = middle + 1
  }
  return low
}
