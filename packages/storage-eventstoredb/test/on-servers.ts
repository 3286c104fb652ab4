// What tests share that run on simulators of each version and, with SKEIN_TEST_ESDB_URL, on a real server, which may hold
// other events and have other writers.
import type { Position } from '@skein/engine'
import { afterEach, beforeEach, describe } from 'vitest'
import { type EventStoreDBEvents, type EventStoreDBOptions, openEventStoreDB } from '../src/index.js'
import { servers, type TestServer } from './servers.js'
import { collect, newEvents, right } from './with-simulator.js'

/** A server and its events, opened for each test, and the name of a stream that nobody has used. */
export class OpenServer {
  #opened: { readonly server: TestServer; readonly events: EventStoreDBEvents; readonly stream: string } | undefined

  async open(start: () => Promise<TestServer>): Promise<void> {
    const server = await start()
    this.#opened = { server, events: await openEventStoreDB({ url: server.url }), stream: server.freshStream() }
  }

  async close(): Promise<void> {
    await this.events.close()
    await this.server.stop()
  }

  get server(): TestServer {
    return this.#now.server
  }

  get events(): EventStoreDBEvents {
    return this.#now.events
  }

  get stream(): string {
    return this.#now.stream
  }

  get #now() {
    if (this.#opened === undefined) throw new Error('it is open only while a test runs')
    return this.#opened
  }

  append = async (count: number, expected: number | 'none' = 'none', name = this.stream) => {
    const written = newEvents(count)
    right(await this.events.append(name, written, expected)())
    return written
  }

  read = (...args: Parameters<EventStoreDBEvents['readStream']>) => collect(this.events.readStream(...args))

  revisions = async (options: Parameters<EventStoreDBEvents['readStream']>[1] = {}) =>
    (await this.read(this.stream, options)).map(({ revision }) => revision)

  /** The events of some streams after a position. */
  logAfter = async (after: Position | undefined, streams: readonly string[]) =>
    (await collect(this.events.readAll(after === undefined ? {} : { after }))).filter((event) =>
      streams.includes(event.stream),
    )

  withOptions = async (
    options: Omit<EventStoreDBOptions, 'url'>,
    use: (opened: EventStoreDBEvents) => Promise<void>,
  ) => {
    const opened = await openEventStoreDB({ url: this.server.url, ...options })
    await use(opened)
    await opened.close()
  }
}

/** Tests on every server that there is. */
export const onServers = (tests: (on: OpenServer) => void): void => {
  describe.each(servers)('on $title', ({ start }) => {
    const on = new OpenServer()
    beforeEach(() => on.open(start))
    afterEach(() => on.close())
    tests(on)
  })
}
