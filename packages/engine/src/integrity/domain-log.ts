import { type Domain, partsOf } from '@skein/kernel'
import type { EventStore, ReadAllOptions, StoredEvent, SubscribeOptions } from '../ports/index.js'
import { optionalPartsOf } from '../ports/shared-log.js'

/**
 * The log as far as it is of a domain. On a server that other programs use as well, another domain may have events of the
 * same form there: those of streams that are of no aggregate of this one are left out. A store of its own is returned as
 * it is: there, such events are a mistake that `verifyLog` and `check` name.
 *
 * @example
 * const storage = { ...opened, events: logOfDomain(domain, opened.events) }
 */
export const logOfDomain = (domain: Pick<Domain, 'aggregates'>, log: EventStore): EventStore => {
  if (log.isShared !== true) return log
  const names = new Set(domain.aggregates.map(({ name }) => name))
  const isOwnStream = (stream: string) => names.has(partsOf(stream).aggregate)
  const isOwn = ({ stream }: StoredEvent) => isOwnStream(stream)
  async function* ownEvents(batches: AsyncIterable<readonly StoredEvent[]>, { onForeign }: ReadAllOptions) {
    for await (const batch of batches) {
      const own = batch.filter(isOwn)
      if (own.length < batch.length) onForeign?.(batch.length - own.length)
      if (own.length > 0) yield own
    }
  }
  const { foreignAmongLast, ...optional } = optionalPartsOf(log)
  return {
    ...optional,
    ...(foreignAmongLast && { foreignAmongLast: (limit) => foreignAmongLast(limit, isOwnStream) }),
    append: (...args) => log.append(...args),
    readStream: (...args) => log.readStream(...args),
    // the end of the log is read at the time of the call
    readAll: (options: ReadAllOptions = {}) => ownEvents(log.readAll(options), options),
    subscribe: (options: SubscribeOptions) => ownEvents(log.subscribe(options), {}),
    head: () => log.head(),
    hashesAt: (positions) => log.hashesAt(positions),
    count: (options) => log.count(options),
    comparePositions: (a, b) => log.comparePositions(a, b),
  }
}
