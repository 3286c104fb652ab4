import { originOf, type RequestContext, type Service } from '../context.js'
import { Problem } from '../problems/problem.js'
import { type FeedPage, feedPagesFor } from './feed-page.js'
import { type LogSelection, readOptionsOf } from './log-selection.js'
import { serverSentEvents } from './server-sent-events.js'

/** Events that are held in memory for one reader. */
const pageSize = 100
/** The longest delay of a timer. */
const maxTimerMs = 2 ** 31 - 1

/** Answers with a feed of server-sent events: those in the log, then new ones. */
export const respondWithFeed = (context: RequestContext, service: Service, selection: LogSelection): Response => {
  const { limits, feeds, closing } = service
  if (feeds.open >= limits.openFeeds || closing.aborted) throw new Problem('unavailable', {}, { 'Retry-After': '10' })
  const ended = new AbortController()
  const signal = AbortSignal.any([ended.signal, closing, context.req.raw.signal])
  const expiry = abortAt(context.get('principal').expiresAt, ended)
  feeds.open += 1
  const body = serverSentEvents(livePages(context, service, selection, signal), {
    heartbeatIntervalMs: limits.heartbeatIntervalMs,
    stalledReaderTimeoutMs: limits.stalledReaderTimeoutMs,
    onEnd: () => {
      clearTimeout(expiry)
      feeds.open -= 1
      ended.abort()
    },
  })
  context.header('Content-Type', 'text/event-stream')
  context.header('Cache-Control', 'no-store')
  context.header('X-Accel-Buffering', 'no')
  return context.body(body)
}

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
  for await (const batch of events.subscribe({ ...readOptionsOf(selection), batchSize: pageSize, signal })) {
    const last = batch.at(-1)
    if (last !== undefined) yield await toPage(batch, last.position)
  }
}
