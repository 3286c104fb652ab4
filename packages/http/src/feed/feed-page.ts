import type { Position, StoredEvent } from '@skein/engine'
import type { Service } from '../context.js'
import { BoundedMap } from '../primitives/bounded-map.js'
import type { TimeBudget } from '../primitives/time-budget.js'
import type { Principal } from '../principal.js'
import { type CloudEvent, cloudEventOf } from './cloud-event.js'

/** The part of a batch of the log that the reader may see, and the position of the last event that was looked at. */
export interface FeedPage {
  readonly events: readonly CloudEvent[]
  readonly position: Position
}

const cachedStreams = 1000
/** Events whose divisions are looked up at the same time. */
const concurrency = 20

/** Turns batches of the log, none of them empty, into pages for one reader. */
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

  /** @param limit events that the page may hold; it ends there, or when its time is over */
  return async (batch: readonly StoredEvent[], limit: number, budget: TimeBudget): Promise<FeedPage> => {
    const events: CloudEvent[] = []
    let position = batch[0]?.position ?? ''
    for (let from = 0; from < batch.length; from += concurrency) {
      const some = batch.slice(from, from + concurrency)
      const visible = await Promise.all(some.map(isVisible))
      for (const [index, event] of some.entries()) {
        position = event.position
        if (visible[index]) events.push(await cloudEventOf(event, service, principal, origin))
        if (events.length === limit) return { events, position }
      }
      if (budget.isSpent) break
      await budget.takeTurns()
    }
    return { events, position }
  }
}
