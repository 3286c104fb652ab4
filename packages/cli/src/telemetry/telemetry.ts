import { type Attributes, metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import { domain } from '@skein/core'
import { type EngineObservation, type Observe, type Storage, status } from '@skein/engine'
import { version } from '../version.js'

export interface Telemetry {
  /** For `createRuntime`. */
  readonly observe: Observe
  stop(): void
}

/**
 * Tells OpenTelemetry what the engine does: a span for every execute, append, project and react, and how many events
 * each read model lacks, as the gauge `skein.projection.lag`. Nothing where no SDK was set up in the process, as with
 * `NODE_OPTIONS='--import @opentelemetry/auto-instrumentations-node/register'`. Never holds a value from an event.
 */
export const telemetryOf = (storage: Storage): Telemetry => {
  const tracer = trace.getTracer('skein', version)
  const gauge = metrics.getMeter('skein', version).createObservableGauge('skein.projection.lag', {
    description: 'Events that the read model has yet to fold in.',
    unit: '{event}',
  })
  // asked for when somebody collects, not before
  const tellLags: Parameters<typeof gauge.addCallback>[0] = async (result) => {
    for (const { name, lag } of await status(domain, storage))
      if (lag !== undefined) result.observe(lag, { 'skein.projection': name })
  }
  gauge.addCallback(tellLags)
  return {
    observe(observation) {
      const endTime = Date.now()
      const startTime = endTime - observation.milliseconds
      const span = tracer.startSpan(nameOf[observation.kind], { startTime, attributes: attributesOf(observation) })
      if (hasFailed(observation)) span.setStatus({ code: SpanStatusCode.ERROR, message: observation.outcome })
      span.end(endTime)
    },
    stop: () => gauge.removeCallback(tellLags),
  }
}

const nameOf = {
  executed: 'skein.execute',
  appended: 'skein.append',
  projected: 'skein.project',
  reacted: 'skein.react',
} as const satisfies Record<EngineObservation['kind'], string>

const attributesOf = ({ kind: _kind, milliseconds: _milliseconds, ...rest }: EngineObservation): Attributes =>
  Object.fromEntries(Object.entries(rest).map(([name, value]) => [`skein.${name}`, value]))

/** A refusal is an answer, not a failure. */
const hasFailed = (
  observation: EngineObservation,
): observation is Extract<EngineObservation, { readonly kind: 'executed' }> =>
  observation.kind === 'executed' && (observation.outcome === 'Conflict' || observation.outcome === 'Unavailable')
