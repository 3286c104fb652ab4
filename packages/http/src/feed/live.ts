import type { Position } from '@skein/engine'
import { covers } from '../access/division-resolver.js'
import { originOf, type RequestContext, type Service } from '../context.js'
import { TimeBudget } from '../primitives/time-budget.js'
import { Problem } from '../problems/problem.js'
import { type CloudEvent, cloudEventOf } from './cloud-event.js'
import { type FeedPage, feedPagesFor } from './feed-page.js'
import { type LogSelection, readOptionsOf } from './log-selection.js'
import type { TailEvent } from './log-tail.js'
import { serverSentEvents } from './server-sent-events.js'
import type { TailReader } from './tail-reader.js'

/** Events that are held in memory for one reader. */
const pageSize = 100
/** Requests that the opening of a feed counts for. */
const costOfOpening = 10
/** The longest delay of a timer. */
const maxTimerMs = 2 ** 31 - 1
/** How often a reader learns of a new position if it may see none of the new events. */
const positionIntervalMs = 1000

/** Answers with a feed of server-sent events: those in the log, then new ones. */
export const respondWithFeed = (context: RequestContext, service: Service, selection: LogSelection): Response => {
  context.header('Content-Type', 'text/event-stream')
  context.header('Cache-Control', 'no-store')
  context.header('X-Accel-Buffering', 'no')
  // nobody would read the feed
  if (context.req.method === 'HEAD') return context.body(null)
  const { limits, feeds, closing } = service
  if (closing.aborted) throw unavailable()
  const { subject, expiresAt } = context.get('principal')
  const opened = feeds.open(subject)
  if (opened === 'all') throw unavailable()
  if (opened === 'subject') throw new Problem('too-many-feeds', {}, { 'Retry-After': '10' })
  context.get('charge')(costOfOpening)
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, closing, context.req.raw.signal])
  const expiry = abortAt(expiresAt, ended)
  const body = serverSentEvents(livePages(context, service, selection, signal), {
    heartbeatIntervalMs: limits.heartbeatIntervalMs,
    stalledReaderTimeoutMs: limits.stalledReaderTimeoutMs,
    onEnd: () => {
      clearTimeout(expiry)
      feeds.close(subject)
      ended.abort()
    },
  })
  return context.body(body)
}

const unavailable = (): Problem => new Problem('unavailable', {}, { 'Retry-After': '10' })

/** A feed must not outlive the token that opened it. */
const abortAt = (expiresAt: number | undefined, ended: AbortController): ReturnType<typeof setTimeout> | undefined => {
  if (expiresAt === undefined) return undefined
  const remaining = Math.max(0, expiresAt * 1000 - Date.now())
  return setTimeout(() => ended.abort(), Math.min(remaining, maxTimerMs))
}

/** The pages of a feed: of the log up to its end, then of the tail that all feeds share. */
async function* livePages(
  context: RequestContext,
  service: Service,
  selection: LogSelection,
  signal: AbortSignal,
): AsyncGenerator<FeedPage> {
  const { tail } = service
  const types = selection.types === undefined ? undefined : new Set(selection.types)
  const reader = tail.join(types, signal)
  const readLog = logPagesFor(context, service, selection.types, reader)
  const showTail = tailPagesFor(context, service, types)
  let position = selection.after
  let sent = position
  let sentAt = performance.now()
  try {
    await tail.started()
    while (!reader.isEnded) {
      const events = tail.after(position, pageSize)
      if (events === undefined) {
        for await (const page of readLog(position)) {
          yield page
          position = page.position
        }
        sent = position
        continue
      }
      const visible = await showTail(events)
      position = events.at(-1)?.event.position ?? position
      const remaining = sentAt + positionIntervalMs - performance.now()
      if (position !== undefined && position !== sent && (visible.length > 0 || remaining <= 0)) {
        yield { events: visible, position }
        sent = position
        sentAt = performance.now()
      } else if (events.length === 0) await reader.changed(position === sent ? undefined : remaining)
    }
  } finally {
    reader.leave()
  }
}

/** Reads the log from a position to its end; the last page ends there, also if it has no event. */
const logPagesFor = (
  context: RequestContext,
  service: Service,
  types: LogSelection['types'],
  reader: TailReader,
): ((after: Position | undefined) => AsyncGenerator<FeedPage>) => {
  const { events } = service.runtime.storage
  const toPage = feedPagesFor(service, context.get('principal'), originOf(service, context))
  // every event is looked at: a feed has no other place to go on from
  const endless = new TimeBudget(Number.POSITIVE_INFINITY)
  return async function* (after) {
    const head = await events.head()
    if (head === undefined) return
    let position = after
    for await (const batch of events.readAll({
      ...readOptionsOf({ after, types }),
      until: head,
      batchSize: pageSize,
    })) {
      if (reader.isEnded) return
      const page = await toPage(batch, Number.POSITIVE_INFINITY, endless)
      position = page.position
      yield page
    }
    if (position !== head) yield { events: [], position: head }
  }
}

/** Those of some events at the end of the log that the reader asked for and may see. */
const tailPagesFor = (context: RequestContext, service: Service, types: ReadonlySet<string> | undefined) => {
  const principal = context.get('principal')
  const origin = originOf(service, context)
  return async (events: readonly TailEvent[]): Promise<readonly CloudEvent[]> => {
    const visible: CloudEvent[] = []
    for (const one of events) {
      if (types !== undefined && !types.has(one.event.type)) continue
      if (principal.divisions === 'all' || covers(principal.divisions, await one.division()))
        visible.push(await cloudEventOf(one.event, service, principal, origin))
    }
    return visible
  }
}
