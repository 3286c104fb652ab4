import {
  type Bounds,
  createReader,
  formatBounds,
  type Generation,
  metadataOf,
  openMemory,
  type Reader,
  type Runtime,
  rebuild,
  type Storage,
} from '@skein/engine'
import { type AnyProjection, compareInstants } from '@skein/kernel'
import { BoundedMap } from '../primitives/bounded-map.js'
import { Problem } from '../problems/problem.js'

/** Read models within bounds, and what building them took. */
export interface BoundedReadModels {
  readonly read: Reader['read']
  /** The name of the generation. */
  readonly into: string
  /** Events that were read for this request. */
  readonly events: number
}

interface Limits {
  /** The largest log, in events, whose read models are built on demand. */
  readonly pastEvents: number
  /** How many are held in memory. */
  readonly pastReadModels: number
}

interface Built {
  readonly read: Reader['read']
  readonly events: number
}

const onDemand = 'on-demand'

/**
 * The read models as they were: those that a rebuild kept with the same bounds; or, where the log is not large, built in
 * memory, one after another, and held until the log goes on.
 */
export class PastReadModels {
  readonly #runtime: Pick<Runtime, 'domain' | 'storage' | 'read'>
  readonly #limits: Limits
  readonly #built: BoundedMap<string, Promise<Built>>
  #last: Promise<unknown> = Promise.resolve()

  constructor(runtime: Pick<Runtime, 'domain' | 'storage' | 'read'>, limits: Limits) {
    this.#runtime = runtime
    this.#limits = limits
    this.#built = new BoundedMap(limits.pastReadModels)
  }

  /** Throws a `Problem` (404) where they are not kept and the log is too large. */
  async within(bounds: Bounds): Promise<BoundedReadModels> {
    const text = formatBounds(bounds)
    const kept = await this.#keptAs(text, bounds)
    if (kept !== undefined) return { read: this.#runtime.read, into: kept, events: 0 }
    const { events } = this.#runtime.storage
    const head = (await events.head()) ?? ''
    const count = (await events.count()) ?? Number.POSITIVE_INFINITY
    if (count > this.#limits.pastEvents) throw notKept(text)
    const key = `${text} at ${head}`
    const known = this.#built.get(key)
    if (known !== undefined) return { ...(await known), into: onDemand, events: 0 }
    // one at a time: a build holds the processor and the memory of all read models
    const building = this.#last.then(() => this.#build(bounds))
    this.#last = building.catch(() => undefined)
    this.#built.set(key, building)
    building.catch(() => this.#built.delete(key))
    return { ...(await building), into: onDemand }
  }

  /** The name under which every read model of the domain is kept with these bounds, and is as the log has it now. */
  async #keptAs(text: string, bounds: Bounds): Promise<string | undefined> {
    const { domain, storage } = this.#runtime
    const kept = (await storage.readModels.generations()).filter((one) => one.state === 'named' && one.bounds === text)
    for (const name of new Set(kept.flatMap(({ into }) => into ?? []))) {
      const isComplete = await Promise.all(
        domain.projections.map(async (projection) => {
          const { name: of, version } = projection
          const found = kept.find((one) => one.into === name && one.projection === of && one.version === version)
          return found !== undefined && (await this.#isUpToDate(found, projection, bounds))
        }),
      )
      if (!isComplete.includes(false)) return name
    }
    return undefined
  }

  /** Whether no event that counts lies behind its checkpoint: what is entered late changes the past. */
  async #isUpToDate({ checkpoint }: Generation, { reads }: AnyProjection, { knownAt }: Bounds): Promise<boolean> {
    const { events } = this.#runtime.storage
    const after = checkpoint === undefined ? {} : { after: checkpoint }
    for await (const [event] of events.readAll({ ...after, types: reads, batchSize: 1 }))
      if (event !== undefined)
        return knownAt !== undefined && compareInstants(metadataOf(event).recordedAt, inUtc(knownAt)) > 0
    return true
  }

  async #build(bounds: Bounds): Promise<Built> {
    const { domain, storage } = this.#runtime
    const past: Storage = { ...storage, readModels: openMemory().readModels }
    const { events } = await rebuild(domain, past, { ...bounds, into: onDemand })
    return { read: createReader(domain, past).read, events }
  }
}

const inUtc = (instant: string): string => new Date(instant).toISOString()

const notKept = (bounds: string): Problem =>
  new Problem('not-kept', {
    detail: {
      en: `The log is too large to build its read models for one request. An operator keeps them with \`skein rebuild --all\` and the same bounds (${bounds}).`,
      zh: `日志过大,无法为一次请求建立读模型。请由运维人员以相同的界限(${bounds})运行 \`skein rebuild --all\` 另存。`,
    },
  })
