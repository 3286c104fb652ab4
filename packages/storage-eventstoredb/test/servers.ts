import { randomUUID } from 'node:crypto'
import { EventStoreDBClient } from '@eventstore/db-client'
import type { Storage } from '@skein/engine'
import { toServerName } from '../src/events/server-names.js'
import { startSimulator } from './simulator/index.js'
import type { ServerVersion } from './simulator/statuses.js'

/** A server that a test without faults runs against. It may hold other events, and have other writers. */
export interface TestServer {
  readonly url: string
  readonly version: ServerVersion
  readonly client: EventStoreDBClient
  /** The name of a stream that no other test uses. It is deleted when the test has ended. */
  freshStream(kind?: string): string
  /** Removes for good what can no longer be read, where the test may do that. */
  scavenge?(): void
  stop(): Promise<void>
}

const connect = async (url: string, version: ServerVersion, stop: () => Promise<void>): Promise<TestServer> => {
  const client = EventStoreDBClient.connectionString(url)
  const streams: string[] = []
  return {
    url,
    version,
    client,
    freshStream: (kind = 'adapter') => {
      const stream = `${kind}-${randomUUID()}`
      streams.push(stream)
      return stream
    },
    stop: async () => {
      await deleteAll(client, streams)
      await client.dispose()
      await stop()
    },
  }
}

/** Deletes streams; the next scavenge of the server removes their events. */
const deleteAll = (client: EventStoreDBClient, streams: Iterable<string>) =>
  // some were not written to, or deleted by their test
  Promise.all([...streams].map((stream) => client.deleteStream(stream).catch(() => undefined)))

/** Adds to `streams` the names of those that are appended to. */
export const rememberStreams = (storage: Storage, streams: Set<string>): Storage => {
  const append = storage.events.append.bind(storage.events)
  storage.events.append = (stream, ...rest) => {
    streams.add(toServerName(stream))
    return append(stream, ...rest)
  }
  return storage
}

/** Deletes streams of a real server. */
export const removeStreams = async (url: string, streams: Iterable<string>): Promise<void> => {
  const client = EventStoreDBClient.connectionString(url)
  await deleteAll(client, streams)
  await client.dispose()
}

const realUrl = process.env.SKEIN_TEST_ESDB_URL

/** Asks the server for its version, as the client does. */
const versionOf = async (url: string): Promise<ServerVersion> => {
  const client = EventStoreDBClient.connectionString(url)
  // sound: the features of the server, a property that the declarations of the client call protected
  const features = (await Reflect.get(client, 'capabilities')) as { readonly serverVersion: string }
  await client.dispose()
  const [major = ''] = features.serverVersion.split('.')
  if (major === '22' || major === '23') return Number(major) === 22 ? 22 : 23
  return 24
}

/** Simulators of each version, and the server that SKEIN_TEST_ESDB_URL names. */
export const servers: readonly { readonly title: string; readonly start: () => Promise<TestServer> }[] = [
  ...([22, 23, 24] as const).map((version) => ({
    title: `the simulator of version ${version}`,
    start: async () => {
      const simulator = await startSimulator({ version })
      const server = await connect(simulator.url, version, () => simulator.stop())
      return { ...server, scavenge: () => simulator.log.scavenge() }
    },
  })),
  ...(realUrl === undefined
    ? []
    : [
        {
          title: 'the server of SKEIN_TEST_ESDB_URL',
          start: async () => connect(realUrl, await versionOf(realUrl), async () => undefined),
        },
      ]),
]
