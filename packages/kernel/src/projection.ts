import type { z } from 'zod'
import type { Day } from './days.js'
import type { DocumentDivision } from './divisions.js'
import type { AnyEvent, EventContext } from './events.js'

/** Whole-number counts by name, such as `reached/selected`; what is not named is 0. Tallies add up and can be taken back. */
export type Tally = Readonly<Record<string, number>>

/** What a read model holds under one key: at most one stream's own content, and the sum of the tallies that streams put there. */
export interface Entry<Own = unknown> {
  readonly own?: Own
  readonly tally: Tally
}

export interface PublishInput<Own> extends Entry<Own> {
  readonly key: string
  /** The entries named by `joins`, where they exist. */
  readonly joined: ReadonlyMap<string, Entry<Own>>
  /**
   * What the stream named by `history` holds now, in its order: of the types that the read model folds and within the
   * bounds it was filled with. There may be more than were folded when the entry was written.
   */
  readonly history: readonly (readonly [event: AnyEvent, source: EventContext])[]
  /** For what depends on the day; never stored. */
  readonly today: Day
}

/**
 * A read model: one small private row per stream, and what is published from it.
 * A change of what it stores is a new `version`; code reads only its own version.
 */
export interface Projection<Row, Own, Doc> {
  readonly name: string
  readonly version: number
  /** The event types it folds; a rebuild reads no others. */
  readonly reads: readonly string[]
  /** Whether `row` asks for metadata, which a rebuild otherwise leaves where it is. */
  readonly readsMetadata?: boolean
  /** The row after an event. The row is owned: it may be updated in place. */
  row(row: Row | undefined, event: AnyEvent, source: EventContext): Row | undefined
  /** Content of its own, by key; no two streams publish under one key. */
  documents?(row: Row, id: string): Iterable<readonly [key: string, own: Own]>
  /** What the stream adds to groups; the engine takes back what it added before. */
  tallies?(row: Row, id: string): Iterable<readonly [key: string, tally: Tally]>
  /** Other keys of this read model that a document is told from: by its key, or by what it holds. */
  joins?(key: string, entry: Entry<Own>): readonly string[]
  /**
   * The stream that a document is told from, event by event, when it is read: what would only repeat the log is not stored.
   * The entry says how many of the events it stands on.
   */
  history?(key: string, entry: Entry<Own>): string
  /** The document that readers get; `undefined` where a key has nothing to say. */
  publish(entry: PublishInput<Own>): Doc | undefined
  /** The shape of the document. */
  readonly schema: z.ZodType<Doc>
  /** Which division a document belongs to, for adapters that show people only their own. */
  readonly division?: DocumentDivision
}

/** Reads other read models, as of one day. */
export interface ReadModels {
  readonly today: Day
  get(projection: string, key: string): Promise<unknown>
  list(projection: string, prefix: string): AsyncIterable<{ readonly key: string; readonly doc: unknown }>
}

/** A read model made of others when it is asked for; it stores nothing. */
export interface CompositeView<Doc> {
  readonly name: string
  readonly version: number
  readonly schema: z.ZodType<Doc>
  readonly division?: DocumentDivision
  /** The keys it has, taken from another read model. */
  keys(reading: ReadModels): AsyncIterable<string>
  compose(key: string, reading: ReadModels): Promise<Doc | undefined>
}
