import { CloseGuard, checkedEvents, checkNodeVersion, checkOptions, closedText } from '@skein/engine/storage'
import { Connection } from './connection/connection.js'
import { parseConnectionString } from './connection/connection-string.js'
import type { Server } from './connection/server.js'
import { ServerEventStore } from './events/event-store.js'
import { LastEvent } from './events/last-event.js'
import { streamsOfKinds } from './events/server-names.js'
import { type EventStoreDBEvents, type EventStoreDBOptions, eventStoreDBOptionTypes } from './options.js'

/** Retries while opening, in milliseconds: few, as the address is wrong more often than the server is away. */
const openRetryTimeoutMs = 1_000

/**
 * Opens the events of a server or cluster. Read models and keys need another store: `withEvents` combines both.
 * Throws `StorageError`, whose text says what is wrong with the address, the server, or the rights, and
 * `Misconfigured` for options that cannot be used.
 *
 * @example
 * const events = await openEventStoreDB({ url: 'esdb://admin:changeit@localhost:2113?tlsCAFile=./ca.crt' })
 */
export const openEventStoreDB = async (options: EventStoreDBOptions): Promise<EventStoreDBEvents> => {
  checkNodeVersion('openEventStoreDB')
  checkOptions('openEventStoreDB', options, eventStoreDBOptionTypes)
  const { url, signal, retryTimeoutMs = 15_000, maxAppendBytes = 1_048_576, streamKinds } = options
  const parsed = parseConnectionString(url)
  const { name, nodePreference } = parsed
  const requestTimeoutMs = options.requestTimeoutMs ?? parsed.defaultDeadline ?? 5_000
  const connection = new Connection(parsed, requestTimeoutMs)
  const closeGuard = new CloseGuard(closedText(name))
  const close = () => closeGuard.close(() => connection.close())
  const requiresLeader = nodePreference === 'leader'
  const ownStreams = streamKinds && streamsOfKinds(streamKinds)
  const server: Server = {
    connection,
    name,
    closeGuard,
    requiresLeader,
    ownStreams,
    requestTimeoutMs,
    retryTimeoutMs,
  }
  const giveUp = () => void close()
  signal?.addEventListener('abort', giveUp)
  try {
    signal?.throwIfAborted()
    await new LastEvent({ ...server, retryTimeoutMs: Math.min(retryTimeoutMs, openRetryTimeoutMs) }).probe()
  } catch (error) {
    await close()
    signal?.throwIfAborted()
    throw error
  } finally {
    signal?.removeEventListener('abort', giveUp)
  }
  return { ...checkedEvents(new ServerEventStore(server, maxAppendBytes)), name, close }
}
