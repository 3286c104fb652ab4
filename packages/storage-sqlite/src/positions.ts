import { type Position, StorageError } from '@skein/engine'

/** A position is a row id as decimal text, from 1. */
export const parsePosition = (position: Position): number => {
  const id = /^\d{1,15}$/.test(position) ? Number(position) : Number.NaN
  if (Number.isNaN(id))
    throw new StorageError('missing', `${JSON.stringify(position.slice(0, 40))} is not a position of a SQLite store.`)
  return id
}

export const comparePositions = (a: Position, b: Position): number => parsePosition(a) - parsePosition(b)
