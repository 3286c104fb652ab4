import type { EventStore, Position } from '@skein/engine'
import { originOf, type RequestContext, type Service } from '../context.js'
import { nextLink } from '../reading/cursor.js'
import { type FeedPage, feedPagesFor } from './feed-page.js'
import { type LogSelection, readOptionsOf } from './log-selection.js'

export const batchMediaType = 'application/cloudevents-batch+json'

/** Events that one batch may read from the log, visible or not; the batch may end here with fewer than `limit`. */
const maxRead = 5000

/** Answers with a batch of CloudEvents. `Link` always names the next one: after the last batch, where new events appear. */
export const respondWithBatch = async (
  context: RequestContext,
  service: Service,
  selection: LogSelection,
  limit: number,
): Promise<Response> => {
  const { events: store } = service.runtime.storage
  const toPage = feedPagesFor(service, context.get('principal'), originOf(service, context))
  const events: FeedPage['events'][number][] = []
  let position = selection.after
  for (let read = 0; events.length < limit && read < maxRead; ) {
    const head = await store.head()
    const batch = await firstBatch(store, { ...selection, after: position }, limit - events.length)
    const last = batch.at(-1)
    if (last === undefined) {
      // no event of these types is left: the next batch starts at the end that the log had before it was read
      position = laterPosition(head, position, store)
      break
    }
    position = last.position
    read += batch.length
    events.push(...(await toPage(batch, position)).events)
  }
  if (position !== undefined) context.header('Link', nextLink(context.req.url, { after: position }))
  context.header('Cache-Control', 'no-store')
  context.header('Content-Type', batchMediaType)
  return context.body(JSON.stringify(events))
}

const firstBatch = async (store: EventStore, selection: LogSelection, batchSize: number) => {
  for await (const batch of store.readAll({ ...readOptionsOf(selection), batchSize }))
    if (batch.length > 0) return batch
  return []
}

const laterPosition = (
  head: Position | undefined,
  position: Position | undefined,
  store: EventStore,
): Position | undefined =>
  head === undefined || (position !== undefined && store.comparePositions(position, head) >= 0) ? position : head
