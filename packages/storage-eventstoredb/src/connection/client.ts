import { EventStoreDBClient } from '@eventstore/db-client'
import { StorageError } from '@skein/engine'
import type { ConnectionString } from './connection-string.js'

export interface ServerClient {
  readonly client: EventStoreDBClient
  /** Cancels running calls and closes every connection. */
  close(): Promise<void>
}

interface Channel {
  close(): void
}

/** Methods of the client that are not part of its API: see `connect`. */
interface Internals {
  createChannel: () => Promise<Channel>
  supports: () => Promise<boolean>
}

/**
 * One client for the lifetime of the store. Two of its internal methods are replaced, because of faults of version 6.2.1:
 * - All clients of a process share one table of appends that wait for an answer. When one connection fails, all of them
 *   fail, and the next answer on any other connection ends the process. So the newer call for appends is reported as
 *   unsupported; the client then makes one call of the older kind for each append.
 * - `dispose` leaves the connection open. So the last channel is remembered and closed; earlier ones the client closes.
 */
export const connect = (connection: ConnectionString): ServerClient => {
  const client = createClient(connection)
  const createChannel: unknown = Reflect.get(client, 'createChannel')
  if (typeof createChannel !== 'function' || typeof Reflect.get(client, 'supports') !== 'function')
    throw new Error('this adapter needs @eventstore/db-client 6.2.1; another version was installed')
  let channel: Channel | undefined
  let isClosed = false
  const replaced: Internals = {
    supports: async () => false,
    createChannel: async () => {
      // sound: the client's own method, which makes a channel of grpc-js
      const created: Channel = await createChannel.call(client)
      if (isClosed) created.close()
      channel = created
      return created
    },
  }
  Object.assign(client, replaced)
  return {
    client,
    async close() {
      isClosed = true
      await client.dispose()
      channel?.close()
    },
  }
}

const createClient = ({ url, name }: ConnectionString): EventStoreDBClient => {
  try {
    return EventStoreDBClient.connectionString(url)
  } catch (cause) {
    // other messages may quote the password, so the error itself is left out
    const message = cause instanceof Error && cause.message.startsWith('Failed to load') ? cause.message : undefined
    const reason = message?.replace(/\.$/, '')
    throw new StorageError('failed', {
      en: `The address of ${name} is not usable: ${reason ?? 'check every part of it'}.`,
      zh: `${name} 的地址不可用:${reason ?? '请逐项检查'}。`,
    })
  }
}
