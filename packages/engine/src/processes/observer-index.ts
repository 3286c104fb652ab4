import { isSeenFrom, type Place, type Point, placeOf } from '@skein/kernel'
import { metadataOf } from '../integrity/metadata.js'
import type { Generation, Put, ReadModelStore, StoredEvent } from '../ports/index.js'

/** Where an entry stands, as far as what it sees of other streams depends on it. */
export type SeenFrom = Pick<Point, 'on' | 'place'>

// Permanent, like what follows it: rows of the generation that holds the checkpoint of the processes.
const prefixes = { decisions: 'observed/', answers: 'open/' }

const pageSize = 1000

/** The earlier, or the later, of two points; `undefined` is no point. */
export const earlierOf = (a: SeenFrom | undefined, b: SeenFrom): SeenFrom =>
  a === undefined || isSeenFrom(b, a) ? b : a
export const laterOf = (a: SeenFrom | undefined, b: SeenFrom): SeenFrom => (a === undefined || isSeenFrom(a, b) ? b : a)

/** A decision, or an answer of a process, that observed a stream. */
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
 * What rests on a stream, with the last point from which it observed it: of one batch, and of all before it, which is kept
 * beside the checkpoint of the processes. `decisions`: the streams whose decisions had views of it; pairs of streams, not
 * of events. `answers`: the causes that a process answered on a view of it, or with a command to it that had no effect.
 */
export class ObserverIndex {
  readonly #store: Pick<ReadModelStore, 'get' | 'list'>
  /** Of the batch that is being handled, by the stream that was observed. */
  readonly #recent = new Map<string, Observation[]>()
  /** Of some streams, before the batch: from where they were observed last. */
  readonly #last = new Map<string, SeenFrom>()

  readonly #prefix: string

  constructor(store: Pick<ReadModelStore, 'get' | 'list'>, kind: keyof typeof prefixes) {
    this.#store = store
    this.#prefix = prefixes[kind]
  }

  /** Adds what the decision of an event observed. */
  addDecision(event: StoredEvent, on: Point['on']): void {
    const metadata = metadataOf(event)
    const from = { on, place: placeOf(metadata) }
    for (const [observed, revision] of Object.entries(metadata.observedRevisions))
      if (observed !== event.stream) this.add(observed, { observer: event.stream, from, revision })
  }

  add(observed: string, observation: Observation): void {
    const observations = this.#recent.get(observed) ?? []
    observations.push(observation)
    this.#recent.set(observed, observations)
  }

  /** What is written with the checkpoint after a batch. */
  async puts(generation: Pick<Generation, 'id'>): Promise<readonly Put[]> {
    const recent = new Map<string, SeenFrom>()
    for (const [observed, observations] of this.#recent)
      for (const { observer, from } of observations)
        for (const key of [this.#keyOf(observed), this.#keyOf(observed, observer)])
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
    const last = await this.#stored(
      generation,
      streams.map((stream) => this.#keyOf(stream)),
    )
    for (const [key, from] of last) this.#last.set(key, from)
  }

  /** Whether some decision sees a change that was made before it was known. The stream is loaded. */
  isObserved(change: ObservedChange): boolean {
    const last = this.#last.get(this.#keyOf(change.stream))
    return (last !== undefined && isSeenFrom(change.from, last)) || this.#recentObserversOf(change).length > 0
  }

  /**
   * Those that see a change which was made before it was known.
   *
   * @param named only those whose names begin so
   */
  async observersOf(
    generation: Pick<Generation, 'id'>,
    change: ObservedChange,
    named = '',
  ): Promise<ReadonlySet<string>> {
    const recent = this.#recentObserversOf(change)
    const observers = new Set<string>(recent.filter((observer) => observer.startsWith(named)))
    const start = this.#keyOf(change.stream)
    // without the quote that ends a name
    const prefix = `${start}${JSON.stringify(named).slice(0, -1)}`
    let cursor: string | undefined
    do {
      const page = await this.#store.list(generation.id, 'row', {
        prefix,
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

  /** Names within a key are JSON text, so that none is the beginning of another one. */
  #keyOf(observed: string, observer?: string): string {
    return `${this.#prefix}${JSON.stringify(observed)}${observer === undefined ? '' : JSON.stringify(observer)}`
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
