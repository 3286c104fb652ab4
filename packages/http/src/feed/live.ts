import { originOf, type RequestContext, type Service } from '../context.js'
import { TimeBudget } from '../primitives/time-budget.js'
import { Problem } from '../problems/problem.js'
import { type FeedPage, feedPagesFor } from './feed-page.js'
import { type LogSelection, readOptionsOf } from './log-selection.js'
import { serverSentEvents } from './server-sent-events.js'

/** Events that are held in memory for one reader. */
const pageSize = 100
/** Requests that the opening of a feed counts for. */
const costOfOpening = 10
/** The longest delay of a timer. */
const maxTimerMs = 2 ** 31 - 1

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

async function* livePages(
  context: RequestContext,
  service: Service,
  selection: LogSelection,
  signal: AbortSignal,
): AsyncGenerator<FeedPage> {
  const toPage = feedPagesFor(service, context.get('principal'), originOf(service, context))
  const { events } = service.runtime.storage
  // every event is looked at: a feed has no other place to go on from
  const endless = new TimeBudget(Number.POSITIVE_INFINITY)
  for await (const batch of events.subscribe({ ...readOptionsOf(selection), batchSize: pageSize, signal })) {
    const last = batch.at(-1)
    if (last !== undefined) yield await toPage(batch, Number.POSITIVE_INFINITY, endless)
  }
}
