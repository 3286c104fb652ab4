import { decimalPositions } from '@skein/engine/storage'

/** A position is the number of an event in the log: 1 for the first, without gaps. */
export const { knownPositions, parsePosition, comparePositions } = decimalPositions('PostgreSQL')
