import type { CommandInput } from '@skein/core'
import type { Runtime } from '@skein/engine'
import type { Metrics } from './operation/metrics.js'
import type { Authenticate } from './principal.js'

/** Where the log goes; pino's loggers fit. Nothing personal is given to it. */
export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface HttpApiOptions {
  readonly runtime: Runtime<CommandInput>
  /** Who is let in: `jwtAuth(…)`. */
  readonly auth: Authenticate
  readonly logger?: Logger
  /** `createMetrics()`; give its `observe` to the runtime as well, to have the commands counted. */
  readonly metrics?: Metrics
  /** Origins whose pages may call, such as `https://office.example.cn`; none by default. */
  readonly allowedOrigins?: readonly string[]
  /** Where the world finds this API, for links that leave it; default the address of the request. */
  readonly publicUrl?: string
  readonly limits?: Partial<Limits>
}

export interface Limits {
  /** Of a body, in bytes. */
  readonly bodyBytes: number
  /** Requests of one subject: so many a second on average, so many at once. */
  readonly requestsPerSecond: number
  readonly burst: number
  /** How long a command or a reading may take, in milliseconds. */
  readonly requestMilliseconds: number
  /** How long `after` waits for a read model. */
  readonly waitMilliseconds: number
  /** Open streams of events. */
  readonly streams: number
  /** Between two signs of life on a stream of events. */
  readonly heartbeatMilliseconds: number
  /** A stream whose reader takes nothing for so long is ended; the reader comes back with its `Last-Event-ID`. */
  readonly stalledMilliseconds: number
  /** Events that a read model may lag behind while the service counts as ready. */
  readonly lag: number
}

export const defaultLimits: Limits = {
  bodyBytes: 256 * 1024,
  requestsPerSecond: 50,
  burst: 200,
  requestMilliseconds: 15_000,
  waitMilliseconds: 5000,
  streams: 1000,
  heartbeatMilliseconds: 15_000,
  stalledMilliseconds: 60_000,
  lag: 1000,
}

export const silent: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
