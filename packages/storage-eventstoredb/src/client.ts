import { EventStoreDBClient } from '@eventstore/db-client'
import { StorageError } from '@skein/engine'
import type { Connection } from './connection.js'

export interface ServerClient {
  readonly client: EventStoreDBClient
  /** Cancels what is under way and lets go of every connection. */
  close(): Promise<void>
}

interface Channel {
  close(): void
}

/** What of the client is not meant for its users: see `connect`. */
interface Internals {
  createChannel: () => Promise<Channel>
  supports: () => Promise<boolean>
}

/**
 * One client for the life of the store. Two of its inner methods are replaced, as version 6.2.1 needs it:
 * - appends of all clients in a process share one table of who waits for which answer. When one connection fails, all
 *   waiting appends fail, and the next answer on any other ends the process. So appends go by the older call, one to
 *   each, which the client takes by itself where the server does not know the newer one;
 * - `dispose` leaves the connection open. So the last one is remembered, and closed; the client closes those before it.
 */
export const connect = (connection: Connection): ServerClient => {
  const client = open(connection)
  const createChannel: unknown = Reflect.get(client, 'createChannel')
  if (typeof createChannel !== 'function' || typeof Reflect.get(client, 'supports') !== 'function')
    throw new Error('this adapter goes with @eventstore/db-client 6.2.1; another version was installed')
  let channel: Channel | undefined
  let isClosed = false
  const replaced: Internals = {
    supports: async () => false,
    createChannel: async () => {
      // sound: the client's own method, which makes a channel of grpc-js
      const made: Channel = await createChannel.call(client)
      if (isClosed) made.close()
      channel = made
      return made
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

const open = ({ url, name }: Connection): EventStoreDBClient => {
  try {
    return EventStoreDBClient.connectionString(url)
  } catch (cause) {
    // its own message may quote the password
    const reason =
      cause instanceof Error && cause.message.startsWith('Failed to load') ? cause.message : 'check every part of it'
    throw new StorageError('failed', `The address of ${name} is not usable: ${reason.replace(/\.$/, '')}.`)
  }
}
