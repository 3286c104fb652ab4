import type { AnyEvent, AnyProjection, Entry, EventContext } from '@skein/kernel'
import { type Codec, eventContextOf } from '../integrity/codec.js'
import type { EventStore, Generation } from '../ports/index.js'
import { filterOf } from '../projections/bounds.js'

type History = readonly (readonly [event: AnyEvent, context: EventContext])[]

/** Streams read concurrently. */
const concurrency = 16

/** The events that documents are made of when they are read, by key; empty for a projection without `history`. */
export const historiesOf = async (
  projection: AnyProjection,
  { bounds }: Generation,
  entries: readonly { readonly key: string; readonly entry: Entry }[],
  events: Pick<EventStore, 'readStream'>,
  codec: Codec,
): Promise<ReadonlyMap<string, History>> => {
  const histories = new Map<string, History>()
  if (projection.history === undefined) return histories
  const types = new Set(projection.reads)
  const filter = filterOf(bounds)
  const historyOf = async (stream: string): Promise<History> => {
    const history: [AnyEvent, EventContext][] = []
    for await (const batch of events.readStream(stream))
      for (const stored of batch) {
        if (!types.has(stored.type)) continue
        const event = codec.decode(stored)
        const context = eventContextOf(stored)
        if (filter === undefined || filter(event, context)) history.push([event, context])
      }
    return history
  }
  const remaining = entries.values()
  const reader = async (): Promise<void> => {
    for (const { key, entry } of remaining) {
      const stream = projection.history?.(key, entry)
      if (stream !== undefined) histories.set(key, await historyOf(stream))
    }
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, entries.length) }, reader))
  return histories
}
