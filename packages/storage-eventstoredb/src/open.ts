import type { EventStore } from '@skein/engine'
import { connect } from './client.js'
import { CloseGuard } from './close-guard.js'
import { readConnection } from './connection.js'
import { ServerEvents } from './events.js'
import { LastEvent } from './last-event.js'
import type { Server } from './server.js'

export interface EventStoreDBOptions {
  /**
   * `esdb://user:password@host:2113?tls=true`; several hosts by commas, or `esdb+discover://name` for one that names
   * them. `tls=false` speaks in clear and sends no password; `tlsCAFile=` names the authority that signed the server's
   * certificate. `kurrentdb://` means the same.
   */
  readonly url: string
  /** How long one answer is waited for, in milliseconds; default 10,000. */
  readonly timeout?: number
  /**
   * How long what fails is tried again before it is an error, in milliseconds; default 10,000, which outlasts the
   * election of a new leader.
   */
  readonly retryTimeoutMs?: number
  /** Bytes that the server takes in one append, as set there; default 1 MiB, as is the server's own. */
  readonly maxAppendSize?: number
}

export interface EventStoreDBEvents extends EventStore {
  /** The server, for messages: `esdb://host:2113`, without secrets. */
  readonly name: string
  /** Waits for appends under way, breaks off what reads, and lets go of every connection. Safe to repeat. */
  close(): Promise<void>
}

/** An opening that fails says so soon: the address is more often wrong than the server away. */
const openingPatience = 1_000

/**
 * Opens the events on a server or cluster. Read models and keys stay elsewhere: `withEvents` makes one store of both.
 * Throws `StorageError`, which says what is wrong with the address, the server, or the rights.
 *
 * @example
 * const events = await openEventStoreDB({ url: 'esdb://admin:changeit@localhost:2113?tlsCAFile=./ca.crt' })
 */
export const openEventStoreDB = async (options: EventStoreDBOptions): Promise<EventStoreDBEvents> => {
  const { url, timeout = 10_000, retryTimeoutMs = 10_000, maxAppendSize = 1_048_576 } = options
  const connection = readConnection(url)
  const { name, requiresLeader } = connection
  const { client, close: disconnect } = connect(connection)
  const closeGuard = new CloseGuard(name)
  let closing: Promise<void> | undefined
  const close = async () => {
    await closeGuard.close()
    await disconnect()
  }
  const server: Server = { client, name, closeGuard, requiresLeader, timeout, retryTimeoutMs }
  try {
    // whether it answers, and lets us read
    await new LastEvent({ ...server, retryTimeoutMs: Math.min(retryTimeoutMs, openingPatience) }).find()
  } catch (error) {
    await close()
    throw error
  }
  return Object.assign(new ServerEvents(server, maxAppendSize), {
    name,
    close: () => {
      closing ??= close()
      return closing
    },
  })
}
