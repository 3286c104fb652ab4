import type { Position } from '@skein/engine'
import type { App, RequestContext, Service } from '../context.js'
import { EventsQuery } from '../contract/parameters.js'
import { batchMediaType, respondWithBatch } from '../feed/batch.js'
import { respondWithFeed } from '../feed/live.js'
import { malformed } from '../problems/problem.js'
import { negotiated } from '../reading/media-type.js'
import { queryOf } from '../reading/query.js'
import { assertPosition } from '../reading/wait-until-projected.js'
import { withDeadline } from './deadline.js'

const feedMediaType = 'text/event-stream'
const defaultLimit = 100

/** `GET /v1/events`: a batch of CloudEvents, or with `Accept: text/event-stream` a feed that also gives new ones. */
export const addEventRoute = (app: App, service: Service): void => {
  const eventTypes = new Set(service.runtime.domain.aggregates.flatMap(({ events }) => Object.keys(events)))
  app.get('/v1/events', async (context) => {
    const type = negotiated(context, batchMediaType, feedMediaType, 'application/json')
    const { after: start, types, limit = defaultLimit } = queryOf(context, EventsQuery)
    if (types?.some((one) => !eventTypes.has(one)))
      throw malformed('`types` names an event type that does not exist.', '`types` 中有不存在的事件类型。')
    const after = type === feedMediaType ? (lastEventId(context) ?? start) : start
    if (after !== undefined) await assertPosition(service.runtime.storage, after)
    const selection = { after, types }
    if (type === feedMediaType) return respondWithFeed(context, service, selection)
    const batch = respondWithBatch(context, service, selection, limit)
    return withDeadline(batch, service.limits.requestTimeoutMs, 'unavailable')
  })
}

const lastEventId = (context: RequestContext): Position | undefined => {
  const id = context.req.header('last-event-id')
  if (id === undefined || /^[\w.:-]{1,100}$/.test(id)) return id
  throw malformed('Last-Event-ID is not the id of an event of this feed.', 'Last-Event-ID 不是本流的事件编号。')
}
