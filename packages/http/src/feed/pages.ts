// Stretches of the log as one principal may see them.

import { determinesDivision } from '@skein/core'
import type { Position, StoredEvent } from '@skein/engine'
import type { Service } from '../context.js'
import type { Principal } from '../principal.js'
import { type CloudEvent, cloudEventOf } from './cloud-event.js'

/** What of a stretch concerns the reader, and where it ends. */
export interface FeedPage {
  readonly events: readonly CloudEvent[]
  readonly position: Position
}

const remembered = 1000

/** Turns stretches of the log into pages for one reader. */
export const pagesFor = (service: Service, principal: Principal, origin: string) => {
  const known = new Map<string, boolean>()

  /** Where a stream belongs is asked once, and again when an event says so anew. */
  const concerns = async ({ stream, type }: StoredEvent): Promise<boolean> => {
    if (principal.divisions === 'all') return true
    const before = determinesDivision(type) ? undefined : known.get(stream)
    const found = before ?? (await service.divisions.isWithin(principal, { with: stream }))
    if (known.size >= remembered) known.clear()
    known.set(stream, found)
    return found
  }

  return async (stretch: readonly StoredEvent[], position: Position): Promise<FeedPage> => {
    const events: CloudEvent[] = []
    for (const event of stretch)
      if (await concerns(event)) events.push(await cloudEventOf(event, service, principal, origin))
    return { events, position }
  }
}
