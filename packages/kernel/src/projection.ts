import type { z } from 'zod'
import type { Day } from './days.js'
import type { DocumentDivision } from './divisions.js'
import type { AnyEvent, EventContext } from './events.js'

/** Whole-number counts by name, such as `reached/selected`; a missing one is 0. Tallies can be added and subtracted. */
export type Tally = Readonly<Record<string, number>>

/**
 * What a read model stores under one key: the content of at most one stream (`own`), and the sum of the tallies that
 * streams add to that key.
 */
export interface Entry<Own = unknown> {
  readonly own?: Own
  readonly tally: Tally
}

/** What `publish` makes a document of. */
export interface PublishInput<Own> extends Entry<Own> {
  readonly key: string
  /** The entries whose keys `joins` gave, if they exist. */
  readonly joined: ReadonlyMap<string, Entry<Own>>
  /**
   * The events of the stream that `history` named, in order: those of the types in `reads`, up to the position of the
   * rebuild. It may have more events than were folded when the entry was written.
   */
  readonly history: readonly (readonly [event: AnyEvent, source: EventContext])[]
  /** For values that depend on the day; never stored. */
  readonly today: Day
}

/**
 * A read model: one small private row for each stream, and the documents that are published from the rows.
 * A change of what it stores needs a new `version`; code reads only its own version.
 */
export interface Projection<Row, Own, Doc> {
  readonly name: string
  readonly version: number
  /** The event types that it folds; a rebuild reads no others. */
  readonly reads: readonly string[]
  /** Whether `row` reads metadata; otherwise a rebuild does not parse it. */
  readonly readsMetadata?: boolean
  /** The row after an event. It may update the row in place. `undefined`: there is no row (yet, or any more). */
  row(row: Row | undefined, event: AnyEvent, source: EventContext): Row | undefined
  /** The content that this stream stores, by key. No two streams store content under one key. */
  documents?(row: Row, id: string): Iterable<readonly [key: string, own: Own]>
  /** The tallies that this stream adds, by key. When the row changes, the engine subtracts those of the old row. */
  tallies?(row: Row, id: string): Iterable<readonly [key: string, tally: Tally]>
  /** Other keys of this read model whose entries a document needs. */
  joins?(key: string, entry: Entry<Own>): readonly string[]
  /**
   * The stream whose events a document lists. They are read from the log when the document is read, instead of being
   * stored a second time; the entry stores how many of them it includes.
   */
  history?(key: string, entry: Entry<Own>): string
  /** The document that readers get; `undefined` if there is none under this key. */
  publish(entry: PublishInput<Own>): Doc | undefined
  /** The shape of the document. */
  readonly schema: z.ZodType<Doc>
  /** Which division a document belongs to, for adapters that show people only their own division. */
  readonly division?: DocumentDivision
}

/** Reads read models, as of one day. */
export interface ReadModels {
  readonly today: Day
  get(projection: string, key: string): Promise<unknown>
  list(projection: string, prefix: string): AsyncIterable<{ readonly key: string; readonly doc: unknown }>
}

/** A read model that is composed of others when it is read; it stores nothing. */
export interface CompositeView<Doc> {
  readonly name: string
  readonly version: number
  readonly schema: z.ZodType<Doc>
  readonly division?: DocumentDivision
  /** Its keys, which come from another read model. */
  keys(reading: ReadModels): AsyncIterable<string>
  /** The document under a key; `undefined` if there is none. */
  compose(key: string, reading: ReadModels): Promise<Doc | undefined>
}
