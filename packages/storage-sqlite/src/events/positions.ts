import { decimalPositions } from '@skein/engine/storage'

/** A position is the row id of an event. */
export const { knownPositions, parsePosition, comparePositions } = decimalPositions('SQLite')
