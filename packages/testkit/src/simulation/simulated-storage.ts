import type {
  EventStore,
  KeyStore,
  ReadAllOptions,
  ReadModelStore,
  ReadStreamOptions,
  Storage,
  StoredEvent,
  SubscribeOptions,
} from '@skein/engine'
import * as E from 'fp-ts/lib/Either.js'
import { Broken, type Caller, Connection, type Network } from './connection.js'

type Pages = AsyncIterable<readonly StoredEvent[]>

/**
 * A store as one program sees it, over a connection of its own.
 *
 * @param pageSize the most events in a page that it gets
 */
export const simulatedStorage = (real: Storage, caller: Caller, pageSize: number, network: Network): Storage => {
  const connection = new Connection(caller, network)
  const paged = <Options extends ReadAllOptions | ReadStreamOptions | SubscribeOptions>(options: Options): Options => ({
    ...options,
    batchSize: Math.min(options.batchSize ?? pageSize, pageSize),
  })
  const { events } = real
  const simulated: EventStore = {
    append: (stream, appended, expected, previous) => async () => {
      const label = `append ${stream} ${expected} ${appended.at(-1)?.hash.slice(0, 12)}`
      try {
        return await connection.call(label, 'append', events.append(stream, appended, expected, previous))
      } catch (error) {
        if (!(error instanceof Broken)) throw error
        return E.left({ _tag: 'Unavailable', written: error.written, reason: error.text, cause: error })
      }
    },
    readStream: (stream, options = {}) =>
      pagesOver(connection, `readStream ${stream}`, events.readStream(stream, paged(options))),
    readAll: (options = {}) => pagesOver(connection, `readAll ${options.after}`, events.readAll(paged(options))),
    subscribe: (options) =>
      subscriptionOver(connection, `subscribe ${options.after}`, events.subscribe(paged(options))),
    head: () => connection.call('head', 'read', () => events.head()),
    hashesAt: (positions) => connection.call('hashesAt', 'read', () => events.hashesAt(positions)),
    count: (options) => connection.call('count', 'read', () => events.count(options)),
    comparePositions: (a, b) => events.comparePositions(a, b),
  }
  return {
    name: 'simulated:',
    ephemeral: real.ephemeral,
    events: simulated,
    readModels: portOver<ReadModelStore>(real.readModels, connection, [
      'begin',
      'commit',
      'promote',
      'drop',
      'lock',
      'unlock',
    ]),
    keys: portOver<KeyStore>(real.keys, connection, ['addSecret', 'rewrap', 'add', 'destroy', 'claim', 'unclaim']),
    close: async () => undefined,
  }
}

/** The methods of a port, each over the connection. */
const portOver = <Port extends object>(port: Port, connection: Connection, writes: readonly (keyof Port)[]): Port =>
  new Proxy(port, {
    get: (target, name) => {
      const method: unknown = Reflect.get(target, name)
      if (typeof method !== 'function') return method
      const kind = writes.some((write) => write === name) ? 'write' : 'read'
      return (...given: unknown[]) => connection.call(String(name), kind, () => method.apply(target, given))
    },
  })

/** Each page is a call. */
const pagesOver = (connection: Connection, label: string, pages: Pages): Pages => ({
  [Symbol.asyncIterator]() {
    const real = pages[Symbol.asyncIterator]()
    return {
      next: () => connection.call(label, 'read', () => real.next()),
      return: async () => (await real.return?.()) ?? { done: true, value: undefined },
    }
  },
})

/** The same, but it breaks at some moment: also while it waits for the next page. */
const subscriptionOver = (connection: Connection, label: string, pages: Pages): Pages => ({
  [Symbol.asyncIterator]() {
    const over = pagesOver(connection, label, pages)[Symbol.asyncIterator]()
    let cut: (error: unknown) => void = () => undefined
    const broken = new Promise<never>((_, reject) => {
      cut = reject
    })
    broken.catch(() => undefined)
    connection.onCut(cut)
    return { ...over, next: () => Promise.race([over.next(), broken]) }
  },
})
