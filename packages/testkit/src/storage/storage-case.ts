import type { StoreUnderTest } from './store-under-test.js'

/** One promise of a store, with the test of it. */
export interface StorageCase {
  /** The part of a store that it is about, such as `append`. */
  readonly part: string
  /** What is promised. */
  readonly title: string
  /** Rejects if the promise is not kept. Call it inside a vitest test: it uses vitest's `expect`. */
  run(): Promise<void>
}

/** Declares cases the way vitest's `it` declares tests. */
export interface Declare {
  (title: string, run: () => Promise<void>): void
  /** One case for each row; `$field` in the title is replaced by the row's field. */
  each<Row extends object>(rows: readonly Row[]): (title: string, run: (row: Row) => Promise<void>) => void
}

/** The cases about one part of a store. */
export type CasesOfPart = (store: StoreUnderTest) => readonly StorageCase[]

/** Collects the cases that `declare` declares for a store. */
export const casesAbout =
  (part: string, declare: (store: StoreUnderTest, it: Declare) => void): CasesOfPart =>
  (store) => {
    const cases: StorageCase[] = []
    const add = (title: string, run: () => Promise<void>): void => {
      cases.push({ part, title, run })
    }
    const each =
      <Row extends object>(rows: readonly Row[]) =>
      (title: string, run: (row: Row) => Promise<void>): void => {
        for (const row of rows) add(withFields(title, row), () => run(row))
      }
    declare(store, Object.assign(add, { each }))
    return cases
  }

const withFields = (title: string, row: object): string =>
  Object.entries(row).reduce((text, [field, value]) => text.replaceAll(`$${field}`, String(value)), title)
