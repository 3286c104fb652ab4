import type { EventStore, Position, StoredEvent } from '@skein/engine'
import { originOf, type RequestContext, type Service } from '../context.js'
import { TimeBudget } from '../primitives/time-budget.js'
import { nextLink } from '../reading/next-link.js'
import { type FeedPage, feedPagesFor } from './feed-page.js'
import { type LogSelection, readOptionsOf } from './log-selection.js'

export const batchMediaType = 'application/cloudevents-batch+json'

/** Events that are read from the log at once, however few the batch holds. */
const readSize = 200
/** Events read that count for one more request of the caller's rate. */
const eventsPerRequest = 100
/** Events that one batch may read, visible or not; it may end here with fewer than `limit`. */
const maxRead = 5000

/** Answers with a batch of CloudEvents. `Link` always names the next one: after the last batch, where new events appear. */
export const respondWithBatch = async (
  context: RequestContext,
  service: Service,
  selection: LogSelection,
  limit: number,
): Promise<Response> => {
  const { events, position, read } = await scan(context, service, selection, limit)
  context.get('charge')(read / eventsPerRequest)
  if (position !== undefined) context.header('Link', nextLink(service, context, { after: position }))
  context.header('Cache-Control', 'no-store')
  context.header('Content-Type', batchMediaType)
  return context.body(JSON.stringify(events))
}

interface Scanned {
  readonly events: FeedPage['events']
  /** Of the last event that was looked at. */
  readonly position: Position | undefined
  readonly read: number
}

const scan = async (
  context: RequestContext,
  service: Service,
  selection: LogSelection,
  limit: number,
): Promise<Scanned> => {
  const { events: store } = service.runtime.storage
  const budget = new TimeBudget(service.limits.scanTimeMs)
  const toPage = feedPagesFor(service, context.get('principal'), originOf(service, context))
  const events: FeedPage['events'][number][] = []
  let position = selection.after
  for (let read = 0; ; ) {
    const head = await store.head()
    const batch = await firstBatch(store, { ...selection, after: position })
    // no event of these types is left: the next batch starts at the end that the log had before it was read
    if (batch.length === 0) return { events, position: laterPosition(head, position, store), read }
    read += batch.length
    const page = await toPage(batch, limit - events.length, budget)
    events.push(...page.events)
    position = page.position
    if (events.length >= limit || read >= maxRead || budget.isSpent) return { events, position, read }
  }
}

const firstBatch = async (store: EventStore, selection: LogSelection): Promise<readonly StoredEvent[]> => {
  for await (const batch of store.readAll({ ...readOptionsOf(selection), batchSize: readSize }))
    if (batch.length > 0) return batch
  return []
}

const laterPosition = (
  head: Position | undefined,
  position: Position | undefined,
  store: EventStore,
): Position | undefined =>
  head === undefined || (position !== undefined && store.comparePositions(position, head) >= 0) ? position : head
