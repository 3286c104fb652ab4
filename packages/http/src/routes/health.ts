import { type ProjectionStatus, status } from '@skein/engine'
import type { App, Service } from '../context.js'
import { within } from '../operation/deadline.js'
import type { Gauge } from '../operation/metrics.js'
import { Problem } from '../problems/problem.js'

const asOld = 1000

/** `/healthz`: it runs. `/readyz`: it can serve. `/metrics`: for Prometheus, with a token. */
export const addHealth = (app: App, service: Service): void => {
  const { limits, metrics, streams, closing } = service
  const look = looking(service)

  app.get('/healthz', (call) => call.json({ status: 'ok' }, 200, { 'Cache-Control': 'no-store' }))

  app.get('/readyz', async (call) => {
    call.header('Cache-Control', 'no-store')
    const state = closing.aborted ? 'closing' : await stateOf(look, limits.lag)
    if (state !== 'ready') call.header('Retry-After', '2')
    return call.json({ status: state }, state === 'ready' ? 200 : 503)
  })

  app.get('/metrics', async (call) => {
    const { roles } = call.get('principal')
    if (!roles.includes('county') && !roles.includes('auditor')) throw new Problem('forbidden')
    const gauges: Gauge[] = [
      { name: 'skein_event_streams', help: 'Streams of events that are open.', values: [value(streams.open)] },
      { name: 'skein_read_model_lag', help: 'Events that a read model lags behind.', values: lagsOf(await look()) },
    ]
    call.header('Content-Type', 'text/plain; version=0.0.4; charset=utf-8')
    call.header('Cache-Control', 'no-store')
    return call.body(metrics.text(gauges))
  })
}

const value = (of: number) => ({ labels: {}, value: of })

const lagsOf = (projections: readonly ProjectionStatus[]) =>
  projections.flatMap(({ name, lag }) => (lag === undefined ? [] : [{ labels: { name }, value: lag }]))

/** The state of the read models, not asked for more than once a second: anybody may ask whether we are ready. */
const looking = ({ runtime: { domain, storage }, limits }: Service): (() => Promise<readonly ProjectionStatus[]>) => {
  let last: { readonly at: number; readonly found: Promise<readonly ProjectionStatus[]> } | undefined
  return () => {
    const now = performance.now()
    if (last === undefined || now - last.at > asOld)
      last = { at: now, found: within(status(domain, storage), limits.requestMilliseconds, 'unavailable') }
    return last.found
  }
}

const stateOf = async (
  look: () => Promise<readonly ProjectionStatus[]>,
  mostLag: number,
): Promise<'ready' | 'behind' | 'building' | 'unreachable'> => {
  try {
    const projections = await look()
    if (projections.some(({ state }) => state !== 'live')) return 'building'
    return projections.every(({ lag = 0 }) => lag <= mostLag) ? 'ready' : 'behind'
  } catch {
    return 'unreachable'
  }
}
