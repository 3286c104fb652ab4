import type { Position } from '@skein/engine'
import { type App, type Call, originOf, type Service } from '../context.js'
import { EventsQuery } from '../contract/parameters.js'
import { type FeedPage, pagesFor } from '../feed/pages.js'
import { sseOf } from '../feed/sse.js'
import { within } from '../operation/deadline.js'
import { malformed, Problem } from '../problems/problem.js'
import { preferred } from '../reading/accept.js'
import { nextLink } from '../reading/cursor.js'
import { assertPosition } from '../reading/projected.js'
import { queryOf } from '../reading/query.js'

const batchType = 'application/cloudevents-batch+json'
/** Events looked at for one batch at most, and held for one reader of a stream. */
const lookedAt = 5000
const pageSize = 100

/** `GET /v1/events`: a batch of CloudEvents, or a stream of them for who accepts `text/event-stream`. */
export const addEvents = (app: App, service: Service): void => {
  const known = new Set(service.runtime.domain.aggregates.flatMap(({ events }) => Object.keys(events)))
  app.get('/v1/events', async (call) => {
    const type = preferred(call.req.header('accept'), [batchType, 'text/event-stream', 'application/json'])
    if (type === undefined) throw new Problem('not-acceptable')
    const { after: start, types, limit = pageSize } = queryOf(call, EventsQuery)
    const unknown = types?.find((one) => !known.has(one))
    if (unknown !== undefined)
      throw malformed('`types` names something that is no event type.', '`types` 中有不存在的事件类型。')
    const after = type === 'text/event-stream' ? (lastEventId(call) ?? start) : start
    if (after !== undefined) await assertPosition(service.runtime.storage, after)
    const wanted: Wanted = { after, types }
    if (type === 'text/event-stream') return stream(call, service, wanted)
    return within(batch(call, service, wanted, limit), service.limits.requestMilliseconds, 'unavailable')
  })
}

interface Wanted {
  readonly after: Position | undefined
  readonly types: readonly string[] | undefined
}

const optionsOf = ({ after, types }: Wanted) => ({
  ...(after === undefined ? {} : { after }),
  ...(types === undefined ? {} : { types }),
})

const lastEventId = (call: Call): Position | undefined => {
  const id = call.req.header('last-event-id')
  if (id === undefined || /^[\w.:-]{1,100}$/.test(id)) return id
  throw malformed('Last-Event-ID is not the id of an event of this stream.', 'Last-Event-ID 不是本流的事件编号。')
}

/** The cursor is in `Link`, also on the last page: it is where to go on later. */
const batch = async (call: Call, service: Service, wanted: Wanted, limit: number): Promise<Response> => {
  const { storage } = service.runtime
  const toPage = pagesFor(service, call.get('principal'), originOf(service, call))
  const events: FeedPage['events'][number][] = []
  let position = wanted.after
  let seen = 0
  while (events.length < limit && seen < lookedAt) {
    const from = optionsOf({ ...wanted, after: position })
    const head = await storage.events.head()
    let found = 0
    for await (const stretch of storage.events.readAll({ ...from, batchSize: limit - events.length })) {
      const last = stretch.at(-1)
      if (last === undefined) continue
      position = last.position
      found = stretch.length
      events.push(...(await toPage(stretch, last.position)).events)
      break
    }
    seen += found
    if (found > 0) continue
    // nothing is left of these types: go on from the end of the log as it was before it was read
    position = later(head, position, storage.events.comparePositions)
    break
  }
  if (position !== undefined) call.header('Link', nextLink(call.req.url, { after: position }))
  call.header('Cache-Control', 'no-store')
  call.header('Content-Type', batchType)
  return call.body(JSON.stringify(events))
}

const later = (
  head: Position | undefined,
  position: Position | undefined,
  compare: (a: Position, b: Position) => number,
): Position | undefined =>
  head === undefined || (position !== undefined && compare(position, head) >= 0) ? position : head

const stream = (call: Call, service: Service, wanted: Wanted): Response => {
  const { limits, streams, closing } = service
  if (streams.open >= limits.streams || closing.aborted) throw new Problem('unavailable', {}, { 'Retry-After': '10' })
  const principal = call.get('principal')
  const over = new AbortController()
  const signal = AbortSignal.any([over.signal, closing, call.req.raw.signal])
  const { expiresAt } = principal
  const left = expiresAt === undefined ? undefined : Math.max(0, expiresAt * 1000 - Date.now())
  // who may no longer come in may no longer listen either
  const expiry = left === undefined ? undefined : setTimeout(() => over.abort(), Math.min(left, 2 ** 31 - 1))
  streams.open += 1
  const body = sseOf(tail(call, service, wanted, signal), {
    heartbeat: limits.heartbeatMilliseconds,
    stalled: limits.stalledMilliseconds,
    onEnd: () => {
      clearTimeout(expiry)
      streams.open -= 1
      over.abort()
    },
  })
  call.header('Content-Type', 'text/event-stream')
  call.header('Cache-Control', 'no-store')
  call.header('X-Accel-Buffering', 'no')
  return call.body(body)
}

async function* tail(call: Call, service: Service, wanted: Wanted, signal: AbortSignal): AsyncGenerator<FeedPage> {
  const toPage = pagesFor(service, call.get('principal'), originOf(service, call))
  const { events } = service.runtime.storage
  for await (const stretch of events.subscribe({ ...optionsOf(wanted), batchSize: pageSize, signal })) {
    const last = stretch.at(-1)
    if (last !== undefined) yield await toPage(stretch, last.position)
  }
}
