import { type Attributes, metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { type EngineObservation, type Observe, type Storage, status } from '@skein/engine'
import type { Domain } from '@skein/kernel'
import { version } from '../version.js'

export interface Telemetry {
  /** The option of `createRuntime`. */
  readonly observe: Observe
  stop(): void
}

/**
 * Reports to OpenTelemetry what the engine does: a span for every execute, append, project and react, and the gauge
 * `skein.projection.lag`, the number of events that each read model is behind. Without an SDK in the process, such as
 * from `NODE_OPTIONS='--import @opentelemetry/auto-instrumentations-node/register'`, nothing is reported. No value from
 * an event is.
 */
export const startTelemetry = (domain: Domain, storage: Storage): Telemetry => {
  const tracer = trace.getTracer('skein', version)
  const gauge = metrics.getMeter('skein', version).createObservableGauge('skein.projection.lag', {
    description: 'Events that the read model is behind.',
    unit: '{event}',
  })
  // read whenever metrics are collected
  const observeLags: Parameters<typeof gauge.addCallback>[0] = async (result) => {
    for (const { name, lag } of await status(domain, storage))
      if (lag !== undefined) result.observe(lag, { 'skein.projection': name })
  }
  gauge.addCallback(observeLags)
  return {
    observe(observation) {
      const endTime = Date.now()
      const startTime = endTime - durationOf(observation)
      const span = tracer.startSpan(nameOf[observation.kind], { startTime, attributes: attributesOf(observation) })
      if (hasFailed(observation)) span.setStatus({ code: SpanStatusCode.ERROR, message: observation.outcome })
      span.end(endTime)
    },
    stop: () => gauge.removeCallback(observeLags),
  }
}

/** How far a clock is behind is no duration of anything that was done. */
const durationOf = (observation: EngineObservation): number =>
  observation.kind === 'clockBehind' || observation.kind === 'paused' ? 0 : observation.milliseconds

const nameOf = {
  executed: 'skein.execute',
  appended: 'skein.append',
  projected: 'skein.project',
  reacted: 'skein.react',
  clockBehind: 'skein.clock_behind',
  paused: 'skein.paused',
} as const satisfies Record<EngineObservation['kind'], string>

const attributesOf = (observation: EngineObservation): Attributes => {
  if (observation.kind === 'clockBehind') return { 'skein.milliseconds': observation.milliseconds }
  if (observation.kind === 'paused') {
    const { readModel = 'processes', stream = '', revision = -1, reason } = observation
    return {
      'skein.readModel': readModel,
      'skein.stream': stream,
      'skein.revision': revision,
      'skein.reason': reason.en,
    }
  }
  const { kind: _kind, milliseconds: _milliseconds, ...rest } = observation
  return Object.fromEntries(Object.entries(rest).map(([name, value]) => [`skein.${name}`, value]))
}

/** A rejected command is a result, not a failure. */
const hasFailed = (
  observation: EngineObservation,
): observation is Extract<EngineObservation, { readonly kind: 'executed' }> =>
  observation.kind === 'executed' && (observation.outcome === 'Conflict' || observation.outcome === 'Unavailable')
