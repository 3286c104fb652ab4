import type { CloseGuard } from '@skein/engine/storage'
import type { Connection } from './connection.js'

/** The server or cluster, which all parts of the store share. */
export interface Server {
  readonly connection: Connection
  /** For messages, without secrets. */
  readonly name: string
  readonly closeGuard: CloseGuard
  /** Only the leader of a cluster may answer. Otherwise the store is for reading. */
  readonly requiresLeader: boolean
  /** A regular expression of the streams that may be ours; `undefined` if all may. */
  readonly ownStreams: string | undefined
  /** How long to wait for one answer, in milliseconds. */
  readonly requestTimeoutMs: number
  /** How long to retry a failing call, all its attempts included, in milliseconds. */
  readonly retryTimeoutMs: number
}
