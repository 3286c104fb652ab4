import type { AnyEvent, EventContext } from '@skein/kernel'
import { eventContextOf } from '../integrity/codec.js'
import { type Finding, locationOf } from '../integrity/finding.js'
import type { EventStore, Position, StoredEvent } from '../ports/index.js'
import { StorageError } from '../ports/storage-error.js'
import type { GenerationBuilder } from './generation-builder.js'
import { MissingRows } from './missing-rows.js'
import { ProjectionError } from './projection-error.js'
import { RowCache } from './row-cache.js'

export interface LogPassOptions {
  /** The fact in an event, at its newest schema version. */
  readonly decode: (event: StoredEvent) => AnyEvent
  readonly events: Pick<EventStore, 'readStream' | 'comparePositions'>
  /** Which facts count; default all. */
  readonly within?: (event: AnyEvent, source: EventContext) => boolean
  /** Called instead of throwing `ProjectionError`; the pass continues without that projection, or that event. */
  readonly onFinding?: (finding: Finding) => void
}

/** One reading of the log for many generations, each from where it stands. */
export class LogPass {
  readonly #options: LogPassOptions
  readonly #streams: RowCache
  #fillings: readonly GenerationBuilder[]
  #byType = new Map<string, readonly GenerationBuilder[]>()
  /** Those that may already have folded what comes next. */
  readonly #ahead = new Set<GenerationBuilder>()

  constructor(fillings: readonly GenerationBuilder[], options: LogPassOptions) {
    this.#options = options
    this.#fillings = fillings
    this.#streams = fillings[0]?.streams ?? new RowCache()
    if (fillings.some(({ streams }) => streams !== this.#streams))
      throw new Error('fillings of a pass share their streams')
    this.#index()
    this.rewind()
  }

  get builders(): readonly GenerationBuilder[] {
    return this.#fillings
  }

  /** The event types that at least one of them reads. */
  get types(): readonly string[] {
    return [...this.#byType.keys()]
  }

  /** Whether one of them asks for metadata. */
  get readsMetadata(): boolean {
    return this.#fillings.some(({ projection }) => projection.readsMetadata)
  }

  /** From where to read on: the lowest of their positions. */
  get position(): Position | undefined {
    const [first, ...others] = this.#fillings
    return others.reduce((lowest, { position }) => this.#lower(lowest, position), first?.position)
  }

  /** To be called before events are read again. */
  rewind(): void {
    for (const filling of this.#fillings) if (filling.position !== undefined) this.#ahead.add(filling)
  }

  /** Folds a page in. Events that a generation already has are left out for it. */
  async take(page: readonly StoredEvent[]): Promise<void> {
    const [first] = page
    const last = page.at(-1)
    if (first === undefined || last === undefined) return
    for (const filling of this.#ahead) if (!this.#has(filling, first)) this.#ahead.delete(filling)
    await this.#fetchRows(page)
    this.#fold(page)
    this.advance(last.position)
  }

  /** Says that everything up to here was seen, whether or not anybody reads it. */
  advance(to: Position): void {
    for (const filling of this.#fillings)
      if (!this.#ahead.has(filling) || this.#isBefore(filling.position, to)) filling.position = to
  }

  /** Writes all of them, or those in which something changed, at once; gives the stale ones. */
  async commit(which: 'all' | 'changed' = 'all'): Promise<readonly GenerationBuilder[]> {
    const due = which === 'all' ? this.#fillings : this.#fillings.filter(({ isDirty }) => isDirty)
    const outcomes = await Promise.allSettled(due.map((filling) => filling.commit()))
    const stale: GenerationBuilder[] = []
    for (const [index, filling] of due.entries()) {
      const outcome = outcomes[index]
      if (outcome?.status === 'fulfilled' && outcome.value === 'stale') stale.push(filling)
      if (outcome?.status !== 'rejected') continue
      if (outcome.reason instanceof StorageError) throw outcome.reason
      this.#fail(filling, outcome.reason)
    }
    return stale
  }

  /** Whether one of them holds more in memory than it may. */
  get isOver(): boolean {
    return this.#fillings.some(({ folder }) => folder.isOver)
  }

  leaveOut(filling: GenerationBuilder): void {
    this.#fillings = this.#fillings.filter((one) => one !== filling)
    this.#ahead.delete(filling)
    this.#index()
  }

  // every event of a rebuild goes through here
  #fold(page: readonly StoredEvent[]): void {
    const { within } = this.#options
    const ahead = this.#ahead.size > 0
    const streams = this.#streams
    for (const stored of page) {
      const readers = this.#byType.get(stored.type)
      if (readers === undefined) continue
      const event = this.#decode(stored)
      if (event === undefined) continue
      const stream = streams.of(stored.stream)
      const source = eventContextOf(stored, stream.id)
      if (within !== undefined && !within(event, source)) continue
      for (const filling of readers) {
        if (ahead && this.#ahead.has(filling) && this.#has(filling, stored)) continue
        try {
          filling.folder.apply(event, source, stream)
          filling.events += 1
        } catch (error) {
          this.#fail(filling, error, stored)
        }
      }
    }
  }

  #decode(stored: StoredEvent, onFinding = this.#options.onFinding): AnyEvent | undefined {
    try {
      return this.#options.decode(stored)
    } catch (cause) {
      if (cause instanceof StorageError && cause.fault === 'newer') throw cause
      const { stream, revision, type, schemaVersion } = stored
      const text = {
        en: `revision ${revision} of ${stream} (${type}) cannot be read as version ${schemaVersion} of its type`,
        zh: `${stream} 序号 ${revision}(${type})无法按其类型的版本 ${schemaVersion} 读取`,
      }
      const finding: Finding = { kind: 'unreadable', ...locationOf(stored), text, cause }
      if (onFinding === undefined) throw new ProjectionError(finding)
      onFinding(finding)
      return undefined
    }
  }

  #fail(filling: GenerationBuilder, cause: unknown, at?: StoredEvent): void {
    const { name } = filling.projection
    const where =
      at === undefined
        ? { en: 'publishing a row', zh: '发布一行' }
        : {
            en: `folding ${at.type}, revision ${at.revision} of ${at.stream}`,
            zh: `处理 ${at.stream} 序号 ${at.revision}(${at.type})`,
          }
    const text = {
      en: `the projection ${name} failed at ${where.en}; this is a bug in its code`,
      zh: `读模型 ${name} 在${where.zh}时出错;这是其代码的缺陷`,
    }
    const finding: Finding = { kind: 'projection', projection: name, ...(at && locationOf(at)), text, cause }
    if (this.#options.onFinding === undefined) throw new ProjectionError(finding)
    this.leaveOut(filling)
    this.#options.onFinding(finding)
  }

  /** Brings the rows into memory that the page is about to change, where there are any. */
  async #fetchRows(page: readonly StoredEvent[]): Promise<void> {
    const last = page.at(-1)
    const toTell = new MissingRows()
    for (const filling of this.#fillings) {
      if (!filling.folder.needsRows || (last !== undefined && this.#has(filling, last))) continue
      const wanted = this.#streamsWithoutRow(filling, page)
      if (wanted.length === 0) continue
      for (const stream of await filling.fetchRows(wanted)) toTell.add(stream, filling)
    }
    await toTell.replay(this.#options.events, (stored, fillings) => this.#recall(stored, fillings))
  }

  #streamsWithoutRow(filling: GenerationBuilder, page: readonly StoredEvent[]): readonly string[] {
    const reads = new Set(filling.projection.reads)
    const isAhead = this.#ahead.has(filling)
    const seen = new Set<string>()
    const wanted: string[] = []
    for (const event of page) {
      const { stream } = event
      if (!reads.has(event.type) || seen.has(stream) || (isAhead && this.#has(filling, event))) continue
      seen.add(stream)
      // the first event of a stream finds no row
      if (event.revision > 0 && !filling.folder.hasRow(stream)) wanted.push(stream)
    }
    return wanted
  }

  /** Folds an event again that was folded before its stream's row left memory. */
  #recall(stored: StoredEvent, fillings: readonly GenerationBuilder[]): void {
    const readers = fillings.filter(
      (filling) =>
        this.#fillings.includes(filling) &&
        filling.projection.reads.includes(stored.type) &&
        this.#has(filling, stored),
    )
    if (readers.length === 0) return
    const event = this.#decode(stored, this.#options.onFinding && (() => undefined))
    if (event === undefined) return
    const source = eventContextOf(stored)
    if (this.#options.within !== undefined && !this.#options.within(event, source)) return
    for (const filling of readers)
      try {
        filling.folder.replay(event, source)
      } catch (error) {
        this.#fail(filling, error, stored)
      }
  }

  #index(): void {
    this.#byType = new Map()
    for (const filling of this.#fillings)
      for (const type of new Set(filling.projection.reads))
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), filling])
  }

  #has(filling: GenerationBuilder, { position }: StoredEvent): boolean {
    return !this.#isBefore(filling.position, position)
  }

  #isBefore(a: Position | undefined, b: Position): boolean {
    return a === undefined || this.#options.events.comparePositions(a, b) < 0
  }

  #lower(a: Position | undefined, b: Position | undefined): Position | undefined {
    if (a === undefined || b === undefined) return undefined
    return this.#options.events.comparePositions(a, b) < 0 ? a : b
  }
}
