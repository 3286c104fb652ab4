import { appending } from './appending.js'
import { closing } from './closing.js'
import { failing } from './failing.js'
import { filling } from './filling.js'
import { following } from './following.js'
import { holding } from './holding.js'
import { keeping } from './keeping.js'
import { listing } from './listing.js'
import type { StorageOffer } from './offer.js'
import { promoting } from './promoting.js'
import { racing } from './racing.js'
import { reading } from './reading.js'
import { reopening } from './reopening.js'
import { sharing } from './sharing.js'

/** One promise, and how a store is put to the test. */
export interface StorageCase {
  /** The part of a store that it is about, such as `append`. */
  readonly part: string
  /** What is promised. */
  readonly title: string
  /** Rejects where the promise is not kept. It belongs inside a test of vitest, as it uses its `expect`. */
  run(): Promise<void>
}

/** Declares cases, in vitest's words. */
export interface Declare {
  (title: string, run: () => Promise<void>): void
  /** One for each row; `$field` in the title is the row's. */
  each<Row extends object>(rows: readonly Row[]): (title: string, run: (row: Row) => Promise<void>) => void
}

const parts: readonly (readonly [part: string, declare: (offer: StorageOffer, it: Declare) => void])[] = [
  ['append', appending],
  ['append, from many sides', racing],
  ['readStream, readAll, head, count', reading],
  ['subscribe', following],
  ['generations', promoting],
  ['entries', filling],
  ['list', listing],
  ['locks', holding],
  ['keys and claims', keeping],
  ['close', closing],
  ['several handles', sharing],
  ['open again', reopening],
  ['faults', failing],
]

/**
 * All that the store is asked to keep, for those who want to run it themselves.
 *
 * @example
 * for (const { part, title, run } of storageCases(offer)) it(`${part}: ${title}`, run)
 */
export const storageCases = (offer: StorageOffer): readonly StorageCase[] =>
  parts.flatMap(([part, declare]) => {
    const cases: StorageCase[] = []
    const add = (title: string, run: () => Promise<void>): void => {
      cases.push({ part, title, run })
    }
    const each =
      <Row extends object>(rows: readonly Row[]) =>
      (title: string, run: (row: Row) => Promise<void>): void => {
        for (const row of rows) add(filledIn(title, row), () => run(row))
      }
    declare(offer, Object.assign(add, { each }))
    return cases
  })

const filledIn = (title: string, row: object): string =>
  Object.entries(row).reduce((text, [field, value]) => text.replaceAll(`$${field}`, String(value)), title)
