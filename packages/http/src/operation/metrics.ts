import type { EngineObservation } from '@skein/engine'

const buckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

type Labels = Readonly<Record<string, string | number>>

/** Counts and durations, never a value from a request: route patterns, statuses, command types, rules. */
export interface Metrics {
  /** For `createRuntime`. */
  readonly observe: (observation: EngineObservation) => void
  request(labels: { readonly method: string; readonly route: string; readonly status: number }, seconds: number): void
  /** The text that Prometheus reads, with gauges that are told for the moment. */
  text(gauges: readonly Gauge[]): string
}

export interface Gauge {
  readonly name: string
  readonly help: string
  readonly values: readonly { readonly labels: Labels; readonly value: number }[]
}

interface Histogram {
  readonly labels: Labels
  readonly counts: number[]
  sum: number
  count: number
}

const keyOf = (labels: Labels): string =>
  Object.entries(labels)
    .map(([name, value]) => `${name}="${String(value).replace(/[\\"\n]/g, '_')}"`)
    .join(',')

const line = (name: string, labels: string, value: number): string =>
  `${name}${labels === '' ? '' : `{${labels}}`} ${value}`

class Counter {
  readonly #counts = new Map<string, number>()

  add(labels: Labels, by = 1): void {
    const key = keyOf(labels)
    this.#counts.set(key, (this.#counts.get(key) ?? 0) + by)
  }

  lines(name: string, help: string): readonly string[] {
    const head = [`# HELP ${name} ${help}`, `# TYPE ${name} counter`]
    return [...head, ...[...this.#counts].map(([labels, value]) => line(name, labels, value))]
  }
}

class Histograms {
  readonly #of = new Map<string, Histogram>()

  add(labels: Labels, seconds: number): void {
    const key = keyOf(labels)
    const known = this.#of.get(key) ?? { labels, counts: buckets.map(() => 0), sum: 0, count: 0 }
    this.#of.set(key, known)
    known.sum += seconds
    known.count += 1
    for (const [at, bound] of buckets.entries()) if (seconds <= bound) known.counts[at] = (known.counts[at] ?? 0) + 1
  }

  lines(name: string, help: string): readonly string[] {
    const of = [...this.#of.values()].flatMap(({ labels, counts, sum, count }) => [
      ...buckets.map((le, at) => line(`${name}_bucket`, keyOf({ ...labels, le }), counts[at] ?? 0)),
      line(`${name}_bucket`, keyOf({ ...labels, le: '+Inf' }), count),
      line(`${name}_sum`, keyOf(labels), sum),
      line(`${name}_count`, keyOf(labels), count),
    ])
    return [`# HELP ${name} ${help}`, `# TYPE ${name} histogram`, ...of]
  }
}

export const createMetrics = (): Metrics => {
  const requests = new Histograms()
  const commands = new Counter()
  const events = new Counter()
  const answers = new Counter()
  return {
    observe(observation) {
      if (observation.kind === 'executed') {
        const { type = 'none', outcome, rule = '' } = observation
        commands.add({ type, outcome, rule })
      } else if (observation.kind === 'appended') events.add({}, observation.events)
      else if (observation.kind === 'reacted') answers.add({}, observation.commands)
    },
    request: ({ method, route, status }, seconds) => requests.add({ method, route, status }, seconds),
    text: (gauges) =>
      [
        ...requests.lines('skein_http_request_seconds', 'Requests by route and status.'),
        ...commands.lines('skein_commands_total', 'Commands by what became of them.'),
        ...events.lines('skein_events_total', 'Events recorded.'),
        ...answers.lines('skein_process_commands_total', 'Commands that processes sent.'),
        ...gauges.flatMap(({ name, help, values }) => [
          `# HELP ${name} ${help}`,
          `# TYPE ${name} gauge`,
          ...values.map(({ labels, value }) => line(name, keyOf(labels), value)),
        ]),
        '',
      ].join('\n'),
  }
}
