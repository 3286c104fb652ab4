import type { AnyEvent, AnyProjection, Entry, EventContext } from '@skein/kernel'
import { type Codec, eventContextOf } from '../integrity/codec.js'
import type { EventStore, Generation } from '../ports/index.js'
import { withinBounds } from '../rebuild/bounds.js'

type History = readonly (readonly [event: AnyEvent, source: EventContext])[]

/** Streams read side by side. */
const atOnce = 16

/** The events that documents are told from, by the documents' keys; none where the projection asks for none. */
export const historiesOf = async (
  projection: AnyProjection,
  { bounds }: Generation,
  entries: readonly { readonly key: string; readonly entry: Entry }[],
  events: Pick<EventStore, 'readStream'>,
  codec: Codec,
): Promise<ReadonlyMap<string, History>> => {
  const found = new Map<string, History>()
  if (projection.history === undefined) return found
  const reads = new Set(projection.reads)
  const within = withinBounds(bounds)
  const historyOf = async (stream: string): Promise<History> => {
    const history: [AnyEvent, EventContext][] = []
    for await (const page of events.readStream(stream))
      for (const stored of page) {
        if (!reads.has(stored.type)) continue
        const event = codec.decode(stored)
        const source = eventContextOf(stored)
        if (within === undefined || within(event, source)) history.push([event, source])
      }
    return history
  }
  const left = entries.values()
  const reader = async (): Promise<void> => {
    for (const { key, entry } of left) {
      const stream = projection.history?.(key, entry)
      if (stream !== undefined) found.set(key, await historyOf(stream))
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, entries.length) }, reader))
  return found
}
