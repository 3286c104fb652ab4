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

/** A decision that observed a stream. */
interface Observation {
  readonly observer: string
  readonly from: SeenFrom
  /** The revision at which it observed the stream. */
  readonly revision: number
}

/** A change of a stream: the first point that it changes, and the revision of its first event. */
export interface ObservedChange {
  readonly stream: string
  readonly from: SeenFrom
  readonly revision: number
}

/**
 * Which streams made decisions on views of a stream, with the last point from which they did: of one batch, and of all
 * before it, which is kept beside the checkpoint of the processes. It has pairs of streams, not of events.
 */
export class ObserverIndex {
  readonly #store: Pick<ReadModelStore, 'get' | 'list'>
  /** Of the batch that is being handled, by the stream that was observed. */
  readonly #recent = new Map<string, Observation[]>()
  /** Of some streams, before the batch: from where they were observed last. */
  readonly #last = new Map<string, SeenFrom>()

  constructor(store: Pick<ReadModelStore, 'get' | 'list'>) {
    this.#store = store
  }

  /** Adds what the decision of an event observed. */
  add(event: StoredEvent, on: Point['on']): void {
    const metadata = metadataOf(event)
    const from = { on, place: placeOf(metadata) }
    for (const [observed, revision] of Object.entries(metadata.observedRevisions)) {
      if (observed === event.stream) continue
      const observations = this.#recent.get(observed) ?? []
      observations.push({ observer: event.stream, from, revision })
      this.#recent.set(observed, observations)
    }
  }

  /** What is written with the checkpoint after a batch. */
  async puts(generation: Pick<Generation, 'id'>): Promise<readonly Put[]> {
    const recent = new Map<string, SeenFrom>()
    for (const [observed, observations] of this.#recent)
      for (const { observer, from } of observations)
        for (const key of [streamKey(observed), pairKey(observed, observer)])
          recent.set(key, laterOf(recent.get(key), from))
    const stored = await this.#stored(generation, [...recent.keys()])
    return [...recent].flatMap(([key, from]): Put[] => {
      const known = stored.get(key)
      const last = laterOf(known, from)
      return last === known ? [] : [{ space: 'row', key, value: encode(last) }]
    })
  }

  /** Reads from where some streams were observed last, for `isObserved`. */
  async load(generation: Pick<Generation, 'id'>, streams: readonly string[]): Promise<void> {
    const last = await this.#stored(generation, streams.map(streamKey))
    for (const [key, from] of last) this.#last.set(key, from)
  }

  /** Whether some decision sees a change that was made before it was known. The stream is loaded. */
  isObserved(change: ObservedChange): boolean {
    const last = this.#last.get(streamKey(change.stream))
    return (last !== undefined && isSeenFrom(change.from, last)) || this.#recentObserversOf(change).length > 0
  }

  /** The streams with decisions that see a change which was made before it was known. */
  async observersOf(generation: Pick<Generation, 'id'>, change: ObservedChange): Promise<ReadonlySet<string>> {
    const observers = new Set<string>(this.#recentObserversOf(change))
    const start = streamKey(change.stream)
    let cursor: string | undefined
    do {
      const page = await this.#store.list(generation.id, 'row', {
        prefix: `${start}"`,
        limit: pageSize,
        ...(cursor === undefined ? {} : { cursor }),
      })
      // sound: `pairKey` and `encode` made them
      for (const { key, value } of page.items)
        if (isSeenFrom(change.from, decode(value))) observers.add(JSON.parse(key.slice(start.length)) as string)
      cursor = page.cursor
    } while (cursor !== undefined)
    return observers
  }

  /** Those of the batch; a decision that observed the changed stream needs nothing. */
  #recentObserversOf({ stream, from: changed, revision }: ObservedChange): readonly string[] {
    return (this.#recent.get(stream) ?? []).flatMap(({ observer, from, revision: observed }) =>
      observed < revision && isSeenFrom(changed, from) ? [observer] : [],
    )
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
