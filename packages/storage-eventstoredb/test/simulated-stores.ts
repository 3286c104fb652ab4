import type { Storage } from '@skein/engine'
import { openSqlite } from '@skein/storage-sqlite'
import { type EventStoreDBOptions, openEventStoreDB, withEvents } from '../src/index.js'
import { type Simulator, type SimulatorOptions, startSimulator } from './simulator/index.js'

type Options = Omit<EventStoreDBOptions, 'url'>

/** Opens stores with events on a simulated server, or any other one, and the rest in a SQLite file. */
export class SimulatedStores {
  readonly #freshPath: () => string
  readonly #locations = new WeakMap<Storage, { readonly url: string; readonly path: string }>()
  readonly #simulators: Simulator[] = []

  constructor(freshPath: () => string) {
    this.#freshPath = freshPath
  }

  /** A store on a simulator of its own. */
  async openSimulated(options: Options = {}, simulatorOptions: SimulatorOptions = {}) {
    const simulator = await startSimulator(simulatorOptions)
    this.#simulators.push(simulator)
    return { simulator, storage: await this.open(simulator.url, options) }
  }

  open(url: string, options: Options = {}): Promise<Storage> {
    return this.#open(url, this.#freshPath(), options)
  }

  async reopen(storage: Storage): Promise<Storage> {
    const location = this.#locations.get(storage)
    if (location === undefined) throw new Error('only a store that was opened here can be opened again')
    return this.#open(location.url, location.path, {})
  }

  async stop(): Promise<void> {
    await Promise.all(this.#simulators.map((simulator) => simulator.stop()))
  }

  async #open(url: string, path: string, options: Options): Promise<Storage> {
    const events = await openEventStoreDB({ url, ...options })
    const storage = withEvents(events, await openSqlite({ path, durability: 'normal' }))
    this.#locations.set(storage, { url, path })
    return storage
  }
}
