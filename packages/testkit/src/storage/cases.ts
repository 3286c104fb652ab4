import { appending } from './append.cases.js'
import { closing } from './close.cases.js'
import { racing } from './concurrent-append.cases.js'
import { filling } from './documents.cases.js'
import { listing } from './entries.cases.js'
import { failing } from './faults.cases.js'
import { promoting } from './generations.cases.js'
import { keeping } from './keys.cases.js'
import { holding } from './locks.cases.js'
import { sharing } from './multi-process.cases.js'
import { reading } from './read.cases.js'
import { reopening } from './reopen.cases.js'
import type { StoreUnderTest } from './store-under-test.js'
import { following } from './subscribe.cases.js'

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

const parts: readonly (readonly [part: string, declare: (offer: StoreUnderTest, it: Declare) => void])[] = [
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
export const storageCases = (offer: StoreUnderTest): readonly StorageCase[] =>
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
