import {
  type Annulment,
  type AnyProjection,
  type DocumentEvent,
  type Domain,
  type Entry,
  EntryAnnulled,
} from '@skein/kernel'
import { HistoryOrders, StreamHistories } from '../history/stream-histories.js'
import type { AnnotatedEvent, DecodedEvent } from '../history/stream-history.js'
import { type Codec, eventContextOf } from '../integrity/codec.js'
import { metadataOf } from '../integrity/metadata.js'
import { readVerified } from '../integrity/read-verified.js'
import type { EventStore, Generation } from '../ports/index.js'
import { filterOf } from '../projections/bounds.js'

/** Reads the histories that the documents of a generation are made of when they are read. */
export class DocumentHistories {
  readonly #events: Pick<EventStore, 'readStream' | 'comparePositions'>
  readonly #codec: Codec
  readonly #orders: HistoryOrders

  constructor(
    domain: Pick<Domain, 'aggregates'>,
    events: Pick<EventStore, 'readStream' | 'comparePositions'>,
    codec: Codec,
  ) {
    this.#events = events
    this.#codec = codec
    this.#orders = new HistoryOrders(domain)
  }

  /** By key; empty for a projection without `history`. They end where the generation has read the log. */
  async of(
    projection: AnyProjection,
    { bounds, checkpoint }: Generation,
    entries: readonly { readonly key: string; readonly entry: Entry }[],
    onLost?: (stream: string, first: number) => void,
  ): Promise<ReadonlyMap<string, readonly DocumentEvent[]>> {
    const byKey = new Map<string, readonly DocumentEvent[]>()
    if (projection.history === undefined || checkpoint === undefined) return byKey
    const keys = new Map<string, string[]>()
    for (const { key, entry } of entries) {
      const stream = projection.history(key, entry)
      keys.set(stream, [...(keys.get(stream) ?? []), key])
    }
    const filter = filterOf(bounds)
    const types = new Set(projection.reads)
    const histories = new StreamHistories({
      // few events, which people will see: each is compared with its hash
      events: {
        readStream: (name) =>
          readVerified(this.#events, name, onLost === undefined ? {} : { onLost: (first) => onLost(name, first) }),
      },
      isVerified: true,
      orders: this.#orders,
      decode: this.#codec.decode,
      isKnown: filter?.isKnown,
    })
    await histories.each(keys.keys(), (stream, history) => {
      const length = history.lengthAt(checkpoint, (a, b) => this.#events.comparePositions(a, b))
      const shown = history
        .all(length)
        .filter(({ event }) => types.has(event.type) && (filter === undefined || filter.hasHappened(event)))
        .map(documentEventOf)
      for (const key of keys.get(stream) ?? []) byKey.set(key, shown)
    })
    return byKey
  }
}

const documentEventOf = ({ event, stored, annulledBy }: AnnotatedEvent): DocumentEvent => ({
  event,
  context: eventContextOf(stored),
  ...(annulledBy === undefined ? {} : { annulled: annulmentOf(annulledBy) }),
})

const annulmentOf = ({ event, stored }: DecodedEvent): Annulment => {
  const { actor, recordedAt } = metadataOf(stored)
  const { reason, rule, by } = EntryAnnulled.shape.data.parse(event.data)
  return {
    reason,
    ...(rule === undefined ? {} : { rule }),
    by: actor,
    ...(by === undefined ? {} : { decidedBy: by }),
    at: recordedAt,
  }
}
