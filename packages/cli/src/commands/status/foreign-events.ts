import type { EventStore } from '@skein/engine'
import { type Domain, partsOf } from '@skein/kernel'

/** How many of the last events are looked at: one answer of a server. */
const newestEvents = 1000

/** Of the last events of the log, those that are not of the domain. */
export interface ForeignEvents {
  readonly events: number
  /** How many were looked at. */
  readonly of: number
}

/**
 * Counts the newest events that are not of a domain: on a shared log those that other programs wrote, and in a store of
 * its own those of streams and types that it does not have. `undefined` for an empty log.
 */
export const foreignEventsOf = async (
  { aggregates }: Pick<Domain, 'aggregates'>,
  events: EventStore,
): Promise<ForeignEvents | undefined> => {
  if (events.foreignAmongLast !== undefined) return events.foreignAmongLast(newestEvents)
  const head = await events.head()
  // positions of a store of its own are numbers without large gaps
  if (head === undefined || !/^\d+$/.test(head)) return undefined
  const typesOf = new Map(aggregates.map(({ name, events: types }) => [name, types]))
  const after = BigInt(head) - BigInt(newestEvents)
  let [foreign, of] = [0, 0]
  for await (const batch of events.readAll({ until: head, ...(after > 0n && { after: `${after}` }) }))
    for (const { stream, type } of batch) {
      of += 1
      if (!Object.hasOwn(typesOf.get(partsOf(stream).aggregate) ?? {}, type)) foreign += 1
    }
  return { events: foreign, of }
}
