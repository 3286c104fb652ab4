import type { Runtime } from '@skein/engine'
import type { CommandAccess } from './access/command-access.js'
import type { Metrics } from './metrics.js'
import type { Authenticate } from './principal.js'

/** Receives the log; pino's loggers fit. It gets no personal data. */
export interface Logger {
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
}

/** `Input` is the union of the commands of the runtime's domain. */
export interface HttpApiOptions<Input = unknown> {
  readonly runtime: Runtime<Input>
  /**
   * The roles that may send the commands that a domain adds to those of `@skein/core`: `{ AwardCertificate: ['base'] }`.
   * Nobody may send a command without roles. It can also change the roles of a command of core.
   */
  readonly access?: CommandAccess<Input>
  /** Authenticates requests: `jwtAuth(…)`. */
  readonly auth: Authenticate
  readonly logger?: Logger
  /** `createMetrics()`; pass its `observe` to the runtime too, so that commands are counted. */
  readonly metrics?: Metrics
  /** Origins whose pages may call the API, such as `https://office.example.cn`; none by default. */
  readonly allowedOrigins?: readonly string[]
  /** The public address of the API, for links, with its path if it has one; default the origin of the request. */
  readonly publicUrl?: string
  /** The host names that requests may be sent to; default any. */
  readonly allowedHosts?: readonly string[]
  readonly limits?: Partial<Limits>
}

/** Durations are in milliseconds. */
export interface Limits {
  /** Size of a request body, in bytes. */
  readonly bodyBytes: number
  /** Size of the body of a bundle, in bytes. */
  readonly bundleBytes: number
  /** Commands of a bundle. */
  readonly bundleCommands: number
  /** Streams that one change of the past may reach. */
  readonly changedStreams: number
  /** Average rate of one token's subject. Large answers count for more than one request. */
  readonly requestsPerSecond: number
  /** Requests that one subject may send at once. */
  readonly burst: number
  /** Average rate of one address without a token, as far as the server says the address (see `HttpApi.fetch`). */
  readonly anonymousRequestsPerSecond: number
  /** Requests that one address may send at once without a token. */
  readonly anonymousBurst: number
  /** Duration of a command or a read. */
  readonly requestTimeoutMs: number
  /** How long a read with `after` waits for its read model. */
  readonly projectionTimeoutMs: number
  /** How long one list or batch of events may be scanned for; it then ends with a link to the next one. */
  readonly scanTimeMs: number
  /** The largest log, in events, whose read models are built on demand for reads with `asOf` or `knownAt`. */
  readonly pastEvents: number
  /** How many of those are held in memory. */
  readonly pastReadModels: number
  /** Event feeds (server-sent events) that are open at the same time. */
  readonly openFeeds: number
  /** Event feeds that one subject has open at the same time. */
  readonly openFeedsOfSubject: number
  /** Interval of the heartbeat on an event feed. */
  readonly heartbeatIntervalMs: number
  /** A feed whose reader takes nothing for this long is ended; the reader resumes with `Last-Event-ID`. */
  readonly stalledReaderTimeoutMs: number
  /** Events by which a read model may lag while `/readyz` answers 200. */
  readonly readModelLag: number
  /** For how long an event may wait for a read model while `/readyz` answers 200, where the store cannot count. */
  readonly readModelDelayMs: number
}

export const defaultLimits: Limits = {
  bodyBytes: 64 * 1024,
  bundleBytes: 1024 * 1024,
  bundleCommands: 200,
  changedStreams: 1000,
  requestsPerSecond: 50,
  burst: 200,
  anonymousRequestsPerSecond: 10,
  anonymousBurst: 50,
  requestTimeoutMs: 15_000,
  projectionTimeoutMs: 5000,
  scanTimeMs: 250,
  pastEvents: 100_000,
  pastReadModels: 2,
  openFeeds: 1000,
  openFeedsOfSubject: 10,
  heartbeatIntervalMs: 15_000,
  stalledReaderTimeoutMs: 60_000,
  readModelLag: 1000,
  readModelDelayMs: 60_000,
}

export const silentLogger: Logger = { info: () => undefined, warn: () => undefined, error: () => undefined }
