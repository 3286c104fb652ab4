import type { Position } from '../ports/index.js'
import { StorageError } from '../ports/index.js'

const decimal = /^\d{1,15}$/
/** What a position may consist of, so that it can stand in URLs and headers of HTTP. */
export const positionPattern = /^[\w.:-]{1,100}$/

/** Positions of a log that numbers its events: decimal text, from 1. @param store the kind of store, for messages */
export const decimalPositions = (store: string) => {
  const parsePosition = (position: Position): number => {
    const number = decimal.test(position) ? Number(position) : Number.NaN
    if (Number.isNaN(number)) throw foreignPosition(position, store)
    return number
  }
  /** The numbers of those positions that such a log may have. */
  const knownPositions = (positions: readonly Position[]): readonly number[] =>
    positions.filter((position) => decimal.test(position)).map(Number)
  return {
    knownPositions,
    parsePosition,
    comparePositions: (a: Position, b: Position): number => parsePosition(a) - parsePosition(b),
  }
}

/** A position that this kind of store never gave. */
export const foreignPosition = (position: Position, store: string): StorageError => {
  const shown = JSON.stringify(position.slice(0, 40))
  return new StorageError('missing', {
    en: `${shown} is not a position of a ${store} store; use positions that this store returned.`,
    zh: `${shown} 不是 ${store} 存储中的位置;请使用该存储返回的位置。`,
  })
}
