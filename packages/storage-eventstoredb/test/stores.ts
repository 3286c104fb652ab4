import type { Storage } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import { type EventStoreDBOptions, openEventStoreDB, withEvents } from '../src/index.js'
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/index.js'

/** Whole stores: events on a server, the rest in a SQLite file of their own. */
export class Stores {
  readonly #freshPath: () => string
  readonly #places = new WeakMap<Storage, { readonly url: string; readonly path: string }>()
  readonly #simulators: Simulator[] = []

  constructor(freshPath: () => string) {
    this.#freshPath = freshPath
  }

  /** Events on a simulator of their own. */
  async simulated(options: Omit<EventStoreDBOptions, 'url'> = {}, simulated: SimulatorOptions = {}) {
    const simulator = await startSimulator(simulated)
    this.#simulators.push(simulator)
    return { simulator, storage: await this.open(simulator.url, options) }
  }

  open(url: string, options: Omit<EventStoreDBOptions, 'url'> = {}): Promise<Storage> {
    return this.#open(url, this.#freshPath(), options)
  }

  async reopen(storage: Storage): Promise<Storage> {
    const place = this.#places.get(storage)
    if (place === undefined) throw new Error('only what was opened here can be opened again')
    return this.#open(place.url, place.path, {})
  }

  async stop(): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.stop()))
  }

  async #open(url: string, path: string, options: Omit<EventStoreDBOptions, 'url'>): Promise<Storage> {
    const events = await openEventStoreDB({ url, ...options })
    const storage = withEvents(events, await openSqlite({ path, durability: 'normal' }))
    this.#places.set(storage, { url, path })
    return storage
  }
}
