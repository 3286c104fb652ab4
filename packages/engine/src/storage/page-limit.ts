import type { StoredEvent } from '../ports/index.js'

/** Roughly the characters of data that a page of events aims at. */
export const pageSize = 8_000_000

/**
 * How many events the next page of a log may hold, judging by the last one: large events come in small pages.
 *
 * @param batchSize how many were asked for at most
 */
export const nextPageLimit = (last: readonly StoredEvent[], batchSize: number): number => {
  const size = last.reduce((sum, { data }) => sum + data.length, 0)
  if (size <= pageSize) return batchSize
  return Math.max(1, Math.min(batchSize, Math.floor((pageSize / size) * last.length)))
}
