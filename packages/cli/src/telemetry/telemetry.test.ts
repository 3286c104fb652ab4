import { metrics, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from '@opentelemetry/sdk-metrics'
import { BasicTracerProvider, InMemorySpanExporter, SimpleSpanProcessor } from '@opentelemetry/sdk-trace-base'
import { type CommandInput, domain } from '@skein/core'
import { createRuntime, openMemory } from '@skein/engine'
import { afterEach, describe, expect, it } from 'vitest'
import { startTelemetry } from './telemetry.js'

afterEach(() => {
  trace.disable()
  metrics.disable()
})

const county: CommandInput = {
  type: 'RegisterDivision',
  data: { code: '990001', level: 'county', name: 'a county', on: '2018-05-01' },
}

/** Executes a command that is recorded and one that is invalid. */
const executeCommands = async () => {
  const storage = openMemory()
  const telemetry = startTelemetry(domain, storage)
  const runtime = createRuntime(domain, storage, { observe: telemetry.observe })
  await runtime.settle()
  await runtime.execute(county, { commandId: 'one', actor: 'test' })()
  await runtime.execute({ ...county, data: { ...county.data, code: '9' } }, { commandId: 'two', actor: 'test' })()
  return { runtime, telemetry }
}

describe('telemetry', () => {
  it('reports a span for each operation of the engine, without values of events', async () => {
    const exporter = new InMemorySpanExporter()
    trace.setGlobalTracerProvider(new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }))
    const { runtime, telemetry } = await executeCommands()
    await runtime.settle()
    telemetry.observe({ kind: 'executed', outcome: 'Unavailable', events: 0, attempts: 1, milliseconds: 5 })
    const spans = exporter.getFinishedSpans()
    const reported = spans.map(({ name, attributes, status }) => ({ name, attributes, code: status.code }))
    expect(reported).toContainEqual({
      name: 'skein.execute',
      attributes: {
        'skein.type': 'RegisterDivision',
        'skein.outcome': 'written',
        'skein.events': 1,
        'skein.attempts': 1,
      },
      code: SpanStatusCode.UNSET,
    })
    const names = new Set(reported.map(({ name }) => name))
    expect(names).toContain('skein.append')
    expect(names).toContain('skein.project')
    expect(reported.filter(({ code }) => code === SpanStatusCode.ERROR)).toHaveLength(1)
    expect(JSON.stringify(reported)).not.toMatch(/a county|990001/)
  })

  it('reports the lag of read models when metrics are collected', async () => {
    const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE)
    const metricReader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 60_000 })
    const provider = new MeterProvider({ readers: [metricReader] })
    metrics.setGlobalMeterProvider(provider)
    const { telemetry } = await executeCommands()
    await metricReader.forceFlush()
    const [gauge] = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics))
    expect(gauge?.descriptor.name).toBe('skein.projection.lag')
    const lags = new Map(
      gauge?.dataPoints.map(({ attributes, value }) => [attributes['skein.projection'], value] as const),
    )
    expect(lags.size).toBe(domain.projections.length)
    const readers = domain.projections.filter(({ reads }) => reads.includes('DivisionRegistered'))
    for (const { name } of domain.projections)
      expect(lags.get(name)).toBe(readers.some((one) => one.name === name) ? 1 : 0)
    telemetry.stop()
    await provider.shutdown()
  })

  it('does nothing where no SDK is set up', async () => {
    const { telemetry } = await executeCommands()
    expect(() => telemetry.stop()).not.toThrow()
  })
})
