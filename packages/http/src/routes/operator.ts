import { type ProjectionStatus, status } from '@skein/engine'
import type { App, Service } from '../context.js'
import { negotiated } from '../reading/media-type.js'
import { withDeadline } from './deadline.js'

const statusMaxAgeMs = 1000

/** `/healthz`: the process runs. `/readyz`: it can serve requests. `/metrics`: for Prometheus, with a token. */
export const addOperatorRoutes = (app: App, service: Service): void => {
  const { limits, metrics, feeds, draining } = service
  const projectionStatus = cachedProjectionStatus(service)

  app.get('/healthz', (context) => {
    negotiated(context, 'application/json')
    return context.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' })
  })

  app.get('/readyz', async (context) => {
    negotiated(context, 'application/json')
    context.header('Cache-Control', 'no-store')
    const state = draining.aborted ? 'closing' : await readinessOf(projectionStatus, limits.readModelLag)
    if (state !== 'ready') context.header('Retry-After', '2')
    // a stream in quarantine is no reason to send requests elsewhere: it is so for every server of the store
    const quarantine = state === 'ready' || state === 'behind' ? quarantineIn(await projectionStatus()) : []
    const body = { status: state, ...(quarantine.length > 0 && { quarantine }) }
    return context.json(body, state === 'ready' ? 200 : 503)
  })

  app.get('/metrics', async (context) => {
    negotiated(context, 'text/plain')
    const projections = await projectionStatus()
    const readModelLag = projections.flatMap(({ name, lag }) => (lag === undefined ? [] : [{ name, lag }]))
    const quarantined = projections.map(({ name, quarantine }) => ({ name, count: quarantine.length }))
    context.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    context.header('Cache-Control', 'no-store')
    return context.body(await metrics.text({ openFeeds: feeds.count, readModelLag, quarantined }))
  })
}

/** The status of the projections, read at most once a second: `/readyz` needs no token, so anybody may call it often. */
const cachedProjectionStatus = ({
  runtime: { domain, storage },
  limits,
}: Service): (() => Promise<readonly ProjectionStatus[]>) => {
  let cached: { readonly at: number; readonly result: Promise<readonly ProjectionStatus[]> } | undefined
  return () => {
    const now = performance.now()
    if (cached === undefined || now - cached.at > statusMaxAgeMs)
      cached = { at: now, result: withDeadline(status(domain, storage), limits.requestTimeoutMs, 'unavailable') }
    return cached.result
  }
}

const readinessOf = async (
  projectionStatus: () => Promise<readonly ProjectionStatus[]>,
  maxLag: number,
): Promise<'ready' | 'behind' | 'building' | 'diverged' | 'unreachable'> => {
  try {
    const projections = await projectionStatus()
    if (projections.some(({ state }) => state === 'diverged')) return 'diverged'
    if (projections.some(({ state }) => state !== 'live' && state !== 'paused')) return 'building'
    const isBehind = projections.some(({ state, lag = 0 }) => state === 'live' && lag > maxLag)
    return isBehind ? 'behind' : 'ready'
  } catch {
    return 'unreachable'
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
