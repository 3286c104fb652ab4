import { type Position, StorageError } from '@skein/engine'

/** A position is a number as decimal text: 1 for the first event, without gaps. */
export const parsePosition = (position: Position): number => {
  const place = /^\d{1,15}$/.test(position) ? Number(position) : Number.NaN
  if (Number.isNaN(place))
    throw new StorageError(
      'missing',
      `${JSON.stringify(position.slice(0, 40))} is not a position of a PostgreSQL store.`,
    )
  return place
}

export const comparePositions = (a: Position, b: Position): number => parsePosition(a) - parsePosition(b)
