import type { Position, StoredEvent } from '@skein/engine'
import { BoundedMap } from '../bounded-map.js'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { type CloudEvent, cloudEventOf } from './cloud-event.js'

/** The part of a batch of the log that the reader may see, and the position of the batch's last event. */
export interface FeedPage {
  readonly events: readonly CloudEvent[]
  readonly position: Position
}

const cachedStreams = 1000

/** Turns batches of the log into pages for one reader. */
export const feedPagesFor = (service: Service, principal: Principal, origin: string) => {
  const visibleStreams = new BoundedMap<string, boolean>(cachedStreams)

  /** Cached by stream, until an event moves the stream to another division. */
  const isVisible = async ({ stream, type }: StoredEvent): Promise<boolean> => {
    if (principal.divisions === 'all') return true
    const cached = service.divisions.index.determines(type) ? undefined : visibleStreams.get(stream)
    const visible = cached ?? (await service.divisions.isWithin(principal, { with: stream }))
    visibleStreams.set(stream, visible)
    return visible
  }

  return async (batch: readonly StoredEvent[], position: Position): Promise<FeedPage> => {
    const events: CloudEvent[] = []
    for (const event of batch)
      if (await isVisible(event)) events.push(await cloudEventOf(event, service, principal, origin))
    return { events, position }
  }
}
