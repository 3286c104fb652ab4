import type { Domain } from '@skein/kernel'
import type { AttemptContext } from '../commands/attempt-context.js'
import { DecisionMaker } from '../commands/decision.js'
import { DecisionsAgain } from '../commands/decisions-again.js'
import { Executor } from '../commands/executor.js'
import { StreamCache } from '../commands/stream-cache.js'
import { ViewLoader } from '../commands/view-loader.js'
import type { Storage } from '../ports/index.js'
import { PersonKeys } from '../privacy/person-keys.js'
import type { Batch } from '../processes/batch.js'
import { ProcessCommandSender } from '../processes/command-sender.js'
import { indexesIn } from '../processes/indexes.js'
import { Reactor } from '../processes/reactor.js'
import { PlannedEvents } from './planned-events.js'
import { PlannedKeys } from './planned-keys.js'

// A plan may reach thousands of streams: they are not all held in memory at the same time.
const streamsAtOnce = 8
const cached = { snapshots: 4_000_000, histories: 2_000_000 }

/**
 * A domain at work on what is recorded and what is planned: its commands and processes append to the plan. Nothing
 * refuses what a process sends for the sake of what people entered: that is judged once the plan has settled.
 */
export class PlannedWorld {
  readonly events: PlannedEvents
  readonly keys: PlannedKeys
  readonly streams: StreamCache
  readonly executor: Executor
  readonly domain: Domain
  readonly #reactor: Reactor
  readonly #batch: Batch

  /** @param generation the rows of the processes, if there are any */
  constructor(context: AttemptContext, generation: Batch['generation'], readModels: Batch['readModels']) {
    const { domain, storage, codec, environment } = context
    this.domain = domain
    this.events = new PlannedEvents(storage.events)
    this.keys = new PlannedKeys(storage.keys, environment)
    const planned: Storage = { ...storage, name: storage.name, events: this.events, keys: this.keys }
    this.streams = new StreamCache(this.events, codec, context.streams, cached)
    const views = new ViewLoader(domain, this.streams)
    const { keys } = this
    const vault = async () => {
      const { secrets } = await context.vault()
      return { secrets, keys: new PersonKeys(keys, storage.name, secrets, environment) }
    }
    const { mustPlan: _, ...shared } = context
    this.executor = new Executor(domain, {
      ...shared,
      storage: planned,
      streams: this.streams,
      views,
      decisions: new DecisionMaker(domain, this.streams, views, environment),
      decisionsAgain: new DecisionsAgain(domain, this.streams, views),
      vault,
      observe: undefined,
    })
    const sender = new ProcessCommandSender(this.executor, { environment, force: true })
    const reacting = { domain, storage: planned, codec, views, environment, observe: undefined }
    this.#reactor = new Reactor(reacting, sender, streamsAtOnce)
    this.#batch = {
      counts: { commands: 0, refused: 0 },
      ...indexesIn(readModels),
      readModels,
      generation,
      signal: undefined,
    }
  }

  /**
   * Lets everything follow from what is planned.
   *
   * @returns `false` if that reaches more streams than `limit`
   */
  async settle(limit: number): Promise<boolean> {
    for (let events = this.events.takeUnhandled(); events.length > 0; events = this.events.takeUnhandled()) {
      if (this.events.streams.size > limit) return false
      await this.#reactor.handle(events, this.#batch)
    }
    return this.events.streams.size <= limit
  }
}
