import type { EventStoreDBClient } from '@eventstore/db-client'
import type { CloseGuard } from '@skein/engine/storage'

/** The server or cluster, which all parts of the store share. */
export interface Server {
  readonly client: EventStoreDBClient
  /** For messages, without secrets. */
  readonly name: string
  readonly closeGuard: CloseGuard
  /** Only the leader of a cluster may answer. */
  readonly requiresLeader: boolean
  /** How long to wait for one answer, in milliseconds. */
  readonly requestTimeoutMs: number
  /** How long to retry failing calls, in milliseconds. */
  readonly retryTimeoutMs: number
}
