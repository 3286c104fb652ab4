// What each answer of the server, and each error of the connection to it, means.
import { hasTag } from '@skein/engine'
import {
  asItSays,
  deleted,
  noRight,
  noSuchPosition,
  type Purpose,
  refused,
  tooLarge,
  wrongCertificate,
} from './answer-texts.js'
import { type CallFailed, type CallFailure, permanent, transient } from './call-failure.js'
import type { Endpoint } from './endpoint.js'

/** An error of gRPC. */
interface GrpcError {
  readonly code: number
  readonly details: string
  /** The trailers that the server adds to its own errors. */
  readonly trailers: Readonly<Record<string, string>>
}

interface Answer {
  readonly is: (error: GrpcError, purpose: Purpose) => boolean
  readonly means: (error: GrpcError, purpose: Purpose) => CallFailure
}

// codes of gRPC
const cancelled = 1
const unknown = 2
const invalidArgument = 3
const deadlineExceeded = 4
const permissionDenied = 7
const resourceExhausted = 8
const aborted = 10
const internal = 13
const unavailable = 14
const unauthenticated = 16

const noConnection = 'No connection established'

const exception =
  (name: string) =>
  ({ trailers }: GrpcError) =>
    trailers.exception === name
const code = (wanted: number) => (error: GrpcError) => error.code === wanted
const withMessage = (wanted: number, pattern: RegExp) => (error: GrpcError) =>
  error.code === wanted && pattern.test(error.details)
const always = (failure: CallFailure) => () => failure

/** The first that fits counts. */
const answers: readonly Answer[] = [
  {
    is: exception('not-leader'),
    means: ({ trailers }) =>
      transient('no', { en: 'this node does not lead the cluster', zh: '该节点不是集群的主节点' }, leaderOf(trailers)),
  },
  {
    is: withMessage(unknown, /^No leader info available/),
    means: always(transient('no', { en: 'the cluster has no leader now', zh: '集群当前没有主节点' })),
  },
  {
    is: code(unauthenticated),
    means: always(
      permanent('failed', {
        en: 'the server does not know this user, or the password is wrong; check both',
        zh: '服务器不认识该用户,或密码错误;请检查二者',
      }),
    ),
  },
  {
    is: (error) => exception('access-denied')(error) || code(permissionDenied)(error),
    means: (_, purpose) => permanent('failed', noRight(purpose)),
  },
  { is: exception('stream-deleted'), means: (_, { stream = '$all' }) => permanent('corrupt', deleted(stream)) },
  {
    is: exception('maximum-append-size-exceeded'),
    means: ({ trailers }) => permanent('failed', tooLarge(trailers['maximum-append-size'])),
  },
  {
    is: (error, { action }) => code(resourceExhausted)(error) && action === 'append',
    means: always(permanent('failed', tooLarge(undefined))),
  },
  {
    // 24 says so; 22 and 23 fail at reading there
    is: (error, { fromPosition = false }) =>
      withMessage(invalidArgument, /invalid position/i)(error) ||
      (fromPosition &&
        withMessage(unknown, /^(Unexpected \w*ReadAllResult: Error|Exception was thrown by handler)/)(error)),
    means: always(permanent('missing', noSuchPosition)),
  },
  { is: code(invalidArgument), means: ({ details }) => permanent('failed', refused(details)) },
  {
    is: withMessage(unavailable, /certificate|CERT_|self.signed|altname|wrong version number|EPROTO|alert number/i),
    means: ({ details }) => permanent('failed', wrongCertificate(details)),
  },
  {
    is: withMessage(unavailable, /Server Is Not Ready/),
    means: always(transient('no', { en: 'the server is starting or shutting down', zh: '服务器正在启动或关闭' })),
  },
  {
    is: withMessage(unavailable, /Server Is Too Busy/),
    means: always(transient('no', { en: 'the server is too busy', zh: '服务器过于繁忙' })),
  },
  {
    is: withMessage(unavailable, /No connection established|Name resolution failed|ECONNREFUSED/),
    means: ({ details }) => transient('no', asItSays(details)),
  },
  {
    is: code(aborted),
    means: always(
      transient('unknown', {
        en: 'the server gave up waiting for its other nodes or its disk',
        zh: '服务器等待其他节点或磁盘超时',
      }),
    ),
  },
  ...[cancelled, deadlineExceeded, internal, unavailable].map((each) => ({
    is: code(each),
    means: ({ details }: GrpcError) => transient('unknown', asItSays(details)),
  })),
]

/** What an error of a call means. Anything that is a bug is thrown again. */
export const callFailureOf = (thrown: unknown, purpose: Purpose): CallFailure => {
  if (hasTag<CallFailed>(thrown, 'CallFailed')) return thrown.failure
  const error = grpcErrorOf(thrown)
  if (error === undefined) throw thrown
  const answer = answers.find(({ is }) => is(error, purpose))
  return answer?.means(error, purpose) ?? transient('unknown', asItSays(error.details))
}

/** The client wraps some errors of gRPC, and keeps them as `_raw`. */
const grpcErrorOf = (thrown: unknown): GrpcError | undefined => {
  if (!(thrown instanceof Error)) return undefined
  const raw = '_raw' in thrown && thrown._raw instanceof Error ? thrown._raw : thrown
  // another call found out that the connection is broken
  if (/^Channel has been shut down/.test(raw.message)) return { code: unavailable, details: noConnection, trailers: {} }
  if (!('code' in raw) || typeof raw.code !== 'number') return undefined
  const details = 'details' in raw && typeof raw.details === 'string' ? raw.details : raw.message
  return { code: raw.code, details, trailers: trailersOf(raw) }
}

const trailersOf = (error: object): Readonly<Record<string, string>> => {
  const metadata: unknown = 'metadata' in error ? error.metadata : undefined
  if (typeof metadata !== 'object' || metadata === null || !('getMap' in metadata)) return {}
  const { getMap } = metadata
  // sound: metadata of gRPC, of any copy of its package
  const map: Readonly<Record<string, unknown>> = typeof getMap === 'function' ? getMap.call(metadata) : {}
  return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, String(value)]))
}

const leaderOf = (trailers: Readonly<Record<string, string>>): Endpoint | undefined => {
  const host = trailers['leader-endpoint-host']
  const port = Number(trailers['leader-endpoint-port'])
  return host !== undefined && port > 0 ? { host: host.includes(':') ? `[${host}]` : host, port } : undefined
}
