import type { Commit, Position } from '@skein/engine'

/** A checkpoint position. Read model stores keep positions as text and never interpret them. */
export const positionAt = (index: number): Position => String(index)

export const comparePositions = (a: Position, b: Position): number => Number(a) - Number(b)

/** A commit that moves the checkpoint from one position to another. */
export const commitTo = (to: number, from?: number, more: Partial<Commit> = {}): Commit => ({
  from: from === undefined ? undefined : positionAt(from),
  to: positionAt(to),
  events: 1,
  puts: [],
  deletes: [],
  ...more,
})
