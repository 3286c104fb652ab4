import { isStorageError, type ProjectionStatus, status } from '@skein/engine'
import type { App, Service } from '../context.js'
import { negotiated } from '../reading/media-type.js'
import { withDeadline } from './deadline.js'

const statusMaxAgeMs = 1000
/** How long `/readyz` waits for the store: a load balancer waits no longer. */
const readinessTimeoutMs = 2000

/** `/healthz`: the process runs. `/readyz`: it can serve requests. `/metrics`: for Prometheus, with a token. */
export const addOperatorRoutes = (app: App, service: Service): void => {
  const { limits, logger, metrics, feeds, draining } = service
  const projectionStatus = cachedProjectionStatus(service)

  app.get('/healthz', (context) => {
    negotiated(context, 'application/json')
    return context.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' })
  })

  app.get('/readyz', async (context) => {
    negotiated(context, 'application/json')
    context.header('Cache-Control', 'no-store')
    const { state, reason } = draining.aborted ? closing : await readinessOf(projectionStatus, limits)
    if (state !== 'ready') {
      context.header('Retry-After', '2')
      logger.warn(
        { requestId: context.get('requestId'), state, ...(reason === undefined ? {} : { reason }) },
        'not ready',
      )
    }
    // a stream in quarantine is no reason to send requests elsewhere: it is so for every server of the store
    const quarantine = state === 'ready' || state === 'behind' ? quarantineIn(await projectionStatus()) : []
    const body = { status: state, ...(quarantine.length > 0 && { quarantine }) }
    return context.json(body, state === 'ready' ? 200 : 503)
  })

  app.get('/metrics', async (context) => {
    negotiated(context, 'text/plain')
    const projections = await projectionStatus()
    const readModelLag = projections.flatMap(({ name, lag }) => (lag === undefined ? [] : [{ name, lag }]))
    const readModelDelay = projections.flatMap(({ name, lag, lagSince }) =>
      lagSince !== undefined ? [{ name, seconds: msSince(lagSince) / 1000 }] : lag === 0 ? [{ name, seconds: 0 }] : [],
    )
    const quarantined = projections.map(({ name, quarantine }) => ({ name, count: quarantine.length }))
    context.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    context.header('Cache-Control', 'no-store')
    return context.body(await metrics.text({ openFeeds: feeds.count, readModelLag, readModelDelay, quarantined }))
  })
}

/**
 * The status of the projections, read at most once a second: `/readyz` needs no token, so anybody may call it often. The
 * events may be in another store than the read models, so that is asked as well.
 */
const cachedProjectionStatus = ({
  runtime: { domain, storage },
  limits,
}: Service): (() => Promise<readonly ProjectionStatus[]>) => {
  const read = async () => {
    const [projections] = await Promise.all([status(domain, storage), storage.events.head()])
    return projections
  }
  let cached: { readonly at: number; readonly result: Promise<readonly ProjectionStatus[]> } | undefined
  return () => {
    const now = performance.now()
    if (cached === undefined || now - cached.at > statusMaxAgeMs)
      cached = { at: now, result: withDeadline(read(), limits.requestTimeoutMs, 'unavailable') }
    return cached.result
  }
}

const msSince = (instant: string): number => Date.now() - Date.parse(instant)

interface Readiness {
  readonly state: 'ready' | 'behind' | 'building' | 'diverged' | 'unreachable' | 'closing'
  /** For the log. */
  readonly reason?: string
}

const closing: Readiness = { state: 'closing' }

const readinessOf = async (
  projectionStatus: () => Promise<readonly ProjectionStatus[]>,
  { readModelLag, readModelDelayMs }: Pick<Service['limits'], 'readModelLag' | 'readModelDelayMs'>,
): Promise<Readiness> => {
  try {
    const projections = await withDeadline(projectionStatus(), readinessTimeoutMs, 'unavailable')
    if (projections.some(({ state }) => state === 'diverged')) return { state: 'diverged' }
    if (projections.some(({ state }) => state !== 'live' && state !== 'paused')) return { state: 'building' }
    const isBehind = projections.some(
      ({ state, lag = 0, lagSince }) =>
        state === 'live' && (lag > readModelLag || (lagSince !== undefined && msSince(lagSince) > readModelDelayMs)),
    )
    return { state: isBehind ? 'behind' : 'ready' }
  } catch (error) {
    const reason = isStorageError(error) ? error.text.en : `the store does not answer within ${readinessTimeoutMs} ms`
    return { state: 'unreachable', reason }
  }
}

/** What read models pass over: streams, or (`isPaused`) everything since their checkpoints. */
const quarantineIn = (projections: readonly ProjectionStatus[]) =>
  projections.flatMap(({ name, state, quarantine }) =>
    quarantine.length === 0
      ? []
      : [
          {
            readModel: name,
            isPaused: state === 'paused',
            streams: quarantine.filter(({ isWhole }) => !isWhole).length,
          },
        ],
  )
