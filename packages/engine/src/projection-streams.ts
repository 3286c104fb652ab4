import { partsOf } from '@skein/kernel'

/** The row that one read model has of a stream, while it is in memory. */
export interface Slot {
  readonly stream: Stream
  row: unknown
  /** Whether the store holds its row; then it is written at every settling. */
  stored: boolean
  /** Whether the stream is too long for its row to be told from its events again. */
  isLong: boolean
  /** Whether an event came since the last settling. */
  touched: boolean
  /** The keys that the store holds its own content under; `undefined` where that is still to be told from the row. */
  keys: readonly string[] | undefined
}

export interface Stream {
  readonly name: string
  /** The name without its aggregate. */
  readonly id: string
  /** By the place of the read model. */
  readonly slots: (Slot | undefined)[]
}

/**
 * The streams of which rows are in memory, those of all read models that are filled together: an event's stream is
 * looked up once, however many of them read it.
 */
export class Streams {
  readonly #streams = new Map<string, Stream>()
  readonly #free: number[] = []
  #places = 0
  #last: Stream | undefined

  /** A place for one more read model. */
  take(): number {
    return this.#free.pop() ?? this.#places++
  }

  /** Gives a place back, and forgets what was there. */
  giveBack(place: number): void {
    this.clear(place)
    this.#free.push(place)
  }

  of(name: string): Stream {
    if (this.#last?.name === name) return this.#last
    let stream = this.#streams.get(name)
    if (stream === undefined) {
      const slots = Array.from({ length: this.#places }, () => undefined)
      stream = { name, id: partsOf(name).id, slots }
      this.#streams.set(name, stream)
    }
    this.#last = stream
    return stream
  }

  find(name: string, place: number): Slot | undefined {
    return this.#streams.get(name)?.slots[place]
  }

  *slots(place: number): Iterable<Slot> {
    for (const { slots } of this.#streams.values()) {
      const slot = slots[place]
      if (slot !== undefined) yield slot
    }
  }

  clear(place: number): void {
    this.#last = undefined
    for (const [name, { slots }] of this.#streams) {
      slots[place] = undefined
      if (slots.every((slot) => slot === undefined)) this.#streams.delete(name)
    }
  }
}
