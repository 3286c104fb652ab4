import type { EngineObservation } from '@skein/engine'
// the root of prom-client also loads collectors of the Node process, clusters and OpenTelemetry: 20 ms more at start, and
// modules that workers do not have
import Counter from 'prom-client/lib/counter.js'
import Gauge from 'prom-client/lib/gauge.js'
import Histogram from 'prom-client/lib/histogram.js'
import Registry from 'prom-client/lib/registry.js'

/** Counters and durations for Prometheus. Labels are route patterns, statuses, command types and rules: no request data. */
export interface Metrics {
  /** For `createRuntime`. */
  readonly observe: (observation: EngineObservation) => void
  countRequest(
    labels: { readonly method: string; readonly route: string; readonly status: number },
    seconds: number,
  ): void
  /** The metrics as Prometheus text, with the current values of the gauges. */
  text(gauges: Gauges): Promise<string>
}

/** Values that are measured when the metrics are read. */
export interface Gauges {
  readonly openFeeds: number
  readonly readModelLag: readonly { readonly name: string; readonly lag: number }[]
  /** Where the store cannot count, and 0 where nothing waits. */
  readonly readModelDelay: readonly { readonly name: string; readonly seconds: number }[]
  readonly quarantined: readonly { readonly name: string; readonly count: number }[]
}

const requestBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export const createMetrics = (): Metrics => {
  const registry = new Registry()
  const registers = [registry]
  const requests = new Histogram({
    name: 'skein_http_request_seconds',
    help: 'Duration of requests by route and status.',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers,
  })
  const commands = new Counter({
    name: 'skein_commands_total',
    help: 'Executed commands by outcome.',
    labelNames: ['type', 'outcome', 'rule'],
    registers,
  })
  const events = new Counter({ name: 'skein_events_total', help: 'Events appended.', registers })
  const processCommands = new Counter({
    name: 'skein_process_commands_total',
    help: 'Commands that processes sent.',
    registers,
  })
  const openFeeds = new Gauge({ name: 'skein_open_event_feeds', help: 'Event feeds that are open now.', registers })
  const readModelLag = new Gauge({
    name: 'skein_read_model_lag',
    help: 'Events by which a read model lags behind the log.',
    labelNames: ['name'],
    registers,
  })
  const readModelDelay = new Gauge({
    name: 'skein_read_model_delay_seconds',
    help: 'For how long the first event has waited that a read model has not applied; of stores that cannot count.',
    labelNames: ['name'],
    registers,
  })
  const quarantined = new Gauge({
    name: 'skein_quarantined',
    help: 'Streams that a read model passes over, since an event cannot be read or applied.',
    labelNames: ['name'],
    registers,
  })
  return {
    observe(observation) {
      if (observation.kind === 'executed') {
        const { type = 'none', outcome, rule = '' } = observation
        commands.inc({ type, outcome, rule })
      } else if (observation.kind === 'appended') events.inc(observation.events)
      else if (observation.kind === 'reacted') processCommands.inc(observation.commands)
    },
    countRequest: (labels, seconds) => requests.observe(labels, seconds),
    text(gauges) {
      openFeeds.set(gauges.openFeeds)
      readModelLag.reset()
      for (const { name, lag } of gauges.readModelLag) readModelLag.set({ name }, lag)
      readModelDelay.reset()
      for (const { name, seconds } of gauges.readModelDelay) readModelDelay.set({ name }, seconds)
      quarantined.reset()
      for (const { name, count } of gauges.quarantined) quarantined.set({ name }, count)
      return registry.metrics()
    },
  }
}
