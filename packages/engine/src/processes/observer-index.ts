import { isSeenFrom, type Place, type Point, placeOf } from '@skein/kernel'
import { metadataOf } from '../integrity/metadata.js'
import type { Generation, Put, ReadModelStore, StoredEvent } from '../ports/index.js'

/** Where an entry stands, as far as what it sees of other streams depends on it. */
export type SeenFrom = Pick<Point, 'on' | 'place'>

// Permanent, like what follows it: rows of the generation that holds the checkpoint of the processes.
const prefix = 'observed/'
/** Names within a key are JSON text, so that none is the beginning of another one. */
const streamKey = (observed: string): string => `${prefix}${JSON.stringify(observed)}`
const pairKey = (observed: string, observer: string): string => `${streamKey(observed)}${JSON.stringify(observer)}`

const pageSize = 1000

/** The earlier, or the later, of two points; `undefined` is no point. */
export const earlierOf = (a: SeenFrom | undefined, b: SeenFrom): SeenFrom =>
  a === undefined || isSeenFrom(b, a) ? b : a
const laterOf = (a: SeenFrom | undefined, b: SeenFrom): SeenFrom => (a === undefined || isSeenFrom(a, b) ? b : a)

/**
 * Which streams made decisions on views of a stream, with the last point from which they did: of one batch, and of all
 * before it, which is kept beside the checkpoint of the processes. It has pairs of streams, not of events.
 */
export class ObserverIndex {
  readonly #store: Pick<ReadModelStore, 'get' | 'list'>
  /** Of the batch that is being handled: the last points, by key. */
  readonly #recent = new Map<string, SeenFrom>()
  /** Of some streams, before the batch. */
  readonly #last = new Map<string, SeenFrom>()
  readonly #recentObservers = new Map<string, Set<string>>()

  constructor(store: Pick<ReadModelStore, 'get' | 'list'>) {
    this.#store = store
  }

  /** Adds what the decision of an event observed. */
  add(event: StoredEvent, on: Point['on']): void {
    const metadata = metadataOf(event)
    const from = { on, place: placeOf(metadata) }
    for (const observed of Object.keys(metadata.observedRevisions)) {
      if (observed === event.stream) continue
      for (const key of [streamKey(observed), pairKey(observed, event.stream)])
        this.#recent.set(key, laterOf(this.#recent.get(key), from))
      const observers = this.#recentObservers.get(observed) ?? new Set()
      this.#recentObservers.set(observed, observers.add(event.stream))
    }
  }

  /** What is written with the checkpoint after a batch. */
  async puts(generation: Pick<Generation, 'id'>): Promise<readonly Put[]> {
    const stored = await this.#stored(generation, [...this.#recent.keys()])
    return [...this.#recent].flatMap(([key, from]): Put[] => {
      const known = stored.get(key)
      const last = laterOf(known, from)
      return last === known ? [] : [{ space: 'row', key, value: encode(last) }]
    })
  }

  /** Reads from where some streams were observed last, for `isObservedFrom`. */
  async load(generation: Pick<Generation, 'id'>, streams: readonly string[]): Promise<void> {
    const last = await this.#stored(generation, streams.map(streamKey))
    for (const [key, from] of last) this.#last.set(key, from)
  }

  /** Whether some decision may see what stands at a point of a stream, which is loaded. */
  isObservedFrom(stream: string, from: SeenFrom): boolean {
    const lasts = [this.#last.get(streamKey(stream)), this.#recent.get(streamKey(stream))]
    return lasts.some((last) => last !== undefined && isSeenFrom(from, last))
  }

  /** The streams with decisions from which a change at a point of a stream is seen. */
  async observersOf(
    generation: Pick<Generation, 'id'>,
    observed: string,
    from: SeenFrom,
  ): Promise<ReadonlySet<string>> {
    const observers = new Set<string>()
    const start = streamKey(observed)
    let cursor: string | undefined
    do {
      const page = await this.#store.list(generation.id, 'row', {
        prefix: `${start}"`,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      })
      // sound: `pairKey` and `encode` made them
      for (const { key, value } of page.items)
        if (isSeenFrom(from, decode(value))) observers.add(JSON.parse(key.slice(start.length)) as string)
      cursor = page.cursor
    } while (cursor !== undefined)
    for (const observer of this.#recentObservers.get(observed) ?? []) {
      const last = this.#recent.get(pairKey(observed, observer))
      if (last !== undefined && isSeenFrom(from, last)) observers.add(observer)
    }
    return observers
  }

  async #stored(generation: Pick<Generation, 'id'>, keys: readonly string[]): Promise<ReadonlyMap<string, SeenFrom>> {
    if (keys.length === 0) return new Map()
    const stored = await this.#store.get(generation.id, 'row', keys)
    return new Map([...stored].map(([key, value]) => [key, decode(value)]))
  }
}

const encode = ({ on, place: { at, id, entry, depth } }: SeenFrom): string => JSON.stringify([on, at, id, entry, depth])

const decode = (value: string): SeenFrom => {
  // sound: `encode` made it
  const [on, at, id, entry, depth] = JSON.parse(value) as [Point['on'], ...(string | number)[]]
  return { on, place: { at, id, entry, depth } as Place }
}
