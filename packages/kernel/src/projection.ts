import type { z } from 'zod'
import type { Day } from './days.js'
import type { DocumentDivision } from './divisions.js'
import type { AnyEvent, EventContext } from './events.js'

/** Whole-number counts by name, such as `reached/selected`; a name that is missing counts 0. Tallies are added and subtracted. */
export type Tally = Readonly<Record<string, number>>

/** What a read model stores under one key: own content of at most one stream, and the sum of the tallies of many streams. */
export interface Entry<Own = unknown> {
  /** The content that one stream published under this key; absent if none did. */
  readonly own?: Own
  /** The sum of the tallies that streams published under this key. */
  readonly tally: Tally
}

/** An event of the history that a document is made of. */
export interface DocumentEvent {
  readonly event: AnyEvent
  readonly context: EventContext
  /** Why and since when it no longer stands; absent if it does. */
  readonly annulled?: Annulment
}

/** How an entry was annulled. */
export interface Annulment {
  /** The reason given; `recomputed` if a later entry about an earlier day changed what it says, `refused` if a rule refuses it now. */
  readonly reason: string
  /** The rule that refuses it. */
  readonly rule?: string
  /** The id of the sender of the command that annulled it. */
  readonly by: string
  /** The person or office that decided it; absent where it follows from something else. */
  readonly decidedBy?: { readonly role: string; readonly id: string }
  /** The instant at which that was recorded. */
  readonly at: string
}

/** What a document is made of when it is read. */
export interface PublishInput<Own> extends Entry<Own> {
  readonly key: string
  /** The entries that `joins` named, by key; keys without an entry are absent. */
  readonly joined: ReadonlyMap<string, Entry<Own>>
  /**
   * The events of the stream that `history` named, in history order, as the read model knows it: only the types that the
   * projection handles, and those within the bounds of its generation. Annulled events are among them.
   */
  readonly history: readonly DocumentEvent[]
  /** For what depends on the current day; such values are never stored. */
  readonly today: Day
}

/**
 * A read model that is kept up to date from the log: a small private row for each stream, and the documents published
 * from the rows. A change of what is stored needs a new `version`: code reads and writes only its own version.
 */
export interface Projection<Row, Own, Doc> {
  readonly name: string
  readonly version: number
  /**
   * The event types it handles; a rebuild reads no others. It gets the events that stand, in the order of the history of
   * their stream, however late they were recorded. With `EntryContradicted` it also gets each contradiction that stands,
   * right behind the entry that it is about.
   */
  readonly reads: readonly string[]
  /** Whether `row` uses the metadata of events. A rebuild does not load metadata otherwise. */
  readonly readsMetadata?: boolean
  /**
   * The row after an event; `undefined` for no row. The engine keeps no other reference to the row: it may be updated in
   * place.
   */
  row(row: Row | undefined, event: AnyEvent, context: EventContext): Row | undefined
  /** The stream's own content, by key. No two streams publish own content under one key. */
  documents?(row: Row, id: string): Iterable<readonly [key: string, own: Own]>
  /** What the stream adds to the counts of groups, by key. When the row changes, the engine subtracts what it added before. */
  tallies?(row: Row, id: string): Iterable<readonly [key: string, tally: Tally]>
  /** The keys of other entries of this read model that the document needs. */
  joins?(key: string, entry: Entry<Own>): readonly string[]
  /**
   * The stream whose events the document needs. They are read from the log when the document is read, so a document that
   * lists events does not store them again.
   */
  history?(key: string, entry: Entry<Own>): string
  /** The document for readers; `undefined` if there is none under this key. */
  publish(entry: PublishInput<Own>): Doc | undefined
  /** The shape of the document. */
  readonly schema: z.ZodType<Doc>
  /** The division that a document belongs to, for adapters that show users only the documents of their own division. */
  readonly division?: DocumentDivision
}

/** Other read models, as of one day. */
export interface ReadModels {
  readonly today: Day
  /** The document under a key; `undefined` if there is none. */
  get(projection: string, key: string): Promise<unknown>
  /** All documents whose keys begin with the prefix. */
  list(projection: string, prefix: string): AsyncIterable<{ readonly key: string; readonly doc: unknown }>
}

/** A read model that is composed of others when it is read; it stores nothing. */
export interface CompositeView<Doc> {
  readonly name: string
  readonly version: number
  readonly schema: z.ZodType<Doc>
  /** See `Projection.division`. */
  readonly division?: DocumentDivision
  /** All keys, usually those of another read model. */
  keys(readModels: ReadModels): AsyncIterable<string>
  /** The document under a key; `undefined` if there is none. */
  compose(key: string, readModels: ReadModels): Promise<Doc | undefined>
}
