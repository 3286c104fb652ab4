import type { Position as ServerPosition } from '@eventstore/db-client'
import type { Position } from '@skein/engine'
import { foreignPosition } from '@skein/engine/storage'

/** The server counts bytes in a signed 64-bit number. */
const largest = 2n ** 63n - 1n

/**
 * A position is the place of the event's record in the log of the server, in decimals. The server gives it twice, as commit
 * and as prepare position; they differ only in transactions of the protocol that gRPC replaced, and no event of ours is in one.
 */
export const positionText = ({ commit }: ServerPosition): Position => String(commit)

export const parsePosition = (position: Position): ServerPosition => {
  const parsed = positionFrom(position)
  if (parsed === undefined) throw foreignPosition(position, 'EventStoreDB')
  return parsed
}

/** `undefined` for a position that no server gives. */
export const positionFrom = (position: Position): ServerPosition | undefined => {
  const number = /^(0|[1-9]\d{0,18})$/.test(position) ? BigInt(position) : largest + 1n
  return number > largest ? undefined : { commit: number, prepare: number }
}

export const compareServerPositions = (a: ServerPosition, b: ServerPosition): number =>
  compare(a.commit, b.commit) || compare(a.prepare, b.prepare)

export const comparePositions = (a: Position, b: Position): number =>
  compareServerPositions(parsePosition(a), parsePosition(b))

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : Number(a > b))
