import type { Fact, Source } from '@skein/kernel'
import { sourceOf } from './codec.js'
import type { Position, StoredEvent } from './ports.js'
import { type Fault, ProjectionError, placeOf } from './projection-fault.js'
import { defaultCache, type Filling } from './projection-filling.js'
import { StorageError } from './storage-error.js'

export interface PassOptions {
  /** The fact in an event, at its newest schema version. */
  readonly decode: (event: StoredEvent) => Fact
  readonly comparePositions: (a: Position, b: Position) => number
  /** Which facts count; default all. */
  readonly within?: (event: Fact, source: Source) => boolean
  /** Goes on without the projection, or the event, that is at fault; default: throws `ProjectionError`. */
  readonly onFault?: (fault: Fault) => void
}

/** One reading of the log for many generations, each from where it stands. */
export class Pass {
  readonly #options: PassOptions
  #fillings: readonly Filling[]
  #byType = new Map<string, readonly Filling[]>()
  /** Those that may already have folded what comes next. */
  readonly #ahead = new Set<Filling>()

  constructor(fillings: readonly Filling[], options: PassOptions) {
    this.#options = options
    this.#fillings = fillings
    this.#index()
    this.rewind()
  }

  get fillings(): readonly Filling[] {
    return this.#fillings
  }

  /** The event types that at least one of them reads. */
  get types(): readonly string[] {
    return [...this.#byType.keys()]
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
    for (const filling of this.#fillings) if (!this.#has(filling, last)) await this.#fetchRows(filling, page)
    this.#fold(page)
    this.advance(last.position)
  }

  /** Says that everything up to here was seen, whether or not anybody reads it. */
  advance(to: Position): void {
    for (const filling of this.#fillings)
      if (!this.#ahead.has(filling) || this.#isBefore(filling.position, to)) filling.position = to
  }

  /** Writes all of them, or those in which something changed; gives the stale ones. */
  async commit(which: 'all' | 'changed' = 'all'): Promise<readonly Filling[]> {
    const stale: Filling[] = []
    for (const filling of this.#fillings) {
      if (which === 'changed' && !filling.isDirty) continue
      try {
        if ((await filling.commit()) === 'stale') stale.push(filling)
      } catch (error) {
        if (error instanceof StorageError) throw error
        this.#fail(filling, error)
      }
    }
    return stale
  }

  /** Whether one of them holds more in memory than it may. */
  isOver(cache = defaultCache): boolean {
    return this.#fillings.some(({ folding }) => folding.size > cache)
  }

  leaveOut(filling: Filling): void {
    this.#fillings = this.#fillings.filter((one) => one !== filling)
    this.#ahead.delete(filling)
    this.#index()
  }

  // every event of a rebuild goes through here
  #fold(page: readonly StoredEvent[]): void {
    const { within } = this.#options
    const ahead = this.#ahead.size > 0
    for (const stored of page) {
      const readers = this.#byType.get(stored.type)
      if (readers === undefined) continue
      const event = this.#decode(stored)
      if (event === undefined) continue
      const source = sourceOf(stored)
      if (within !== undefined && !within(event, source)) continue
      for (const filling of readers) {
        if (ahead && this.#ahead.has(filling) && this.#has(filling, stored)) continue
        try {
          filling.folding.apply(event, source)
          filling.events += 1
        } catch (error) {
          this.#fail(filling, error, stored)
        }
      }
    }
  }

  #decode(stored: StoredEvent): Fact | undefined {
    try {
      return this.#options.decode(stored)
    } catch (cause) {
      if (cause instanceof StorageError && cause.fault === 'newer') throw cause
      const message = `revision ${stored.revision} of ${stored.stream} (${stored.type}) can't be read as version ${stored.schemaVersion} of its type`
      const fault: Fault = { kind: 'unreadable', ...placeOf(stored), message, cause }
      if (this.#options.onFault === undefined) throw new ProjectionError(fault)
      this.#options.onFault(fault)
      return undefined
    }
  }

  #fail(filling: Filling, cause: unknown, at?: StoredEvent): void {
    const { name } = filling.projection
    const where = at === undefined ? 'publishing a row' : `folding ${at.type}, revision ${at.revision} of ${at.stream}`
    const message = `the projection ${name} failed at ${where}; this is a bug in its code`
    const fault: Fault = { kind: 'projection', projection: name, ...(at && placeOf(at)), message, cause }
    if (this.#options.onFault === undefined) throw new ProjectionError(fault)
    this.leaveOut(filling)
    this.#options.onFault(fault)
  }

  async #fetchRows(filling: Filling, page: readonly StoredEvent[]): Promise<void> {
    const { folding, projection } = filling
    if (!folding.needsRows) return
    const reads = new Set(projection.reads)
    const streams = new Set<string>()
    for (const { type, stream } of page) if (reads.has(type) && !folding.hasRow(stream)) streams.add(stream)
    if (streams.size > 0) await filling.fetchRows([...streams])
  }

  #index(): void {
    this.#byType = new Map()
    for (const filling of this.#fillings)
      for (const type of new Set(filling.projection.reads))
        this.#byType.set(type, [...(this.#byType.get(type) ?? []), filling])
  }

  #has(filling: Filling, { position }: StoredEvent): boolean {
    return !this.#isBefore(filling.position, position)
  }

  #isBefore(a: Position | undefined, b: Position): boolean {
    return a === undefined || this.#options.comparePositions(a, b) < 0
  }

  #lower(a: Position | undefined, b: Position | undefined): Position | undefined {
    if (a === undefined || b === undefined) return undefined
    return this.#options.comparePositions(a, b) < 0 ? a : b
  }
}
