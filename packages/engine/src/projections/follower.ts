import { setImmediate as breathe } from 'node:timers/promises'
import type { AnyProjection } from '@skein/kernel'
import { codecOf } from '../integrity/codec.js'
import type { LockHolder, Position, Storage, StoredEvent } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import { StorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { defaultPage, RebuildError } from '../rebuild/plan.js'
import { type ReadModelDomain, rebuild } from '../rebuild/rebuild.js'
import { LiveBuilders } from './live-builders.js'
import { LogPass } from './log-pass.js'
import { ProjectionError } from './projection-error.js'
import type { CacheOptions } from './row-folder.js'

export interface FollowOptions extends CacheOptions {
  /** Events to a page; default 1,000. */
  readonly batchSize?: number
  /** Who builds what was never built; default a name made of host, process and a random part. */
  readonly holder?: LockHolder
  /** Is told what was written. */
  readonly observe?: Observe | undefined
}

/** After how many events a generation that none of them concerned is told that they were seen. */
const noteAfter = 1000
/** How long readers wait for what is read already, while there is a backlog, in milliseconds. */
const commitAfter = 250
/** How long to leave another process alone that builds a read model, or a store that can't be reached, at first. */
const retryAfter = 5

/**
 * Keeps the live generations up to date. Checkpoints are compared and set, so that two followers do no harm: who comes
 * second drops what it has in memory and goes on from where the first one is. One call at a time.
 */
export class Follower {
  readonly #domain: ReadModelDomain
  readonly #storage: Storage
  readonly #options: FollowOptions
  readonly #decode: ReturnType<typeof codecOf>['decode']
  readonly #live: LiveBuilders
  #unnoted = 0
  /** Events that were read and are not yet written, and since when. */
  #unwritten = { events: 0, since: 0 }
  #retries = 0

  constructor(domain: ReadModelDomain, storage: Storage, options: FollowOptions = {}) {
    this.#domain = domain
    this.#storage = storage
    this.#options = options
    this.#decode = codecOf(domain).decode
    this.#live = new LiveBuilders(domain.projections, storage.readModels, options)
  }

  /** Until every read model has what was recorded before the call; builds those that never were. */
  async catchUp(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const missing = await this.#live.open()
      await this.#readOn(signal)
      if (missing.length > 0) await this.#build(missing, signal)
      else if (!(await this.#live.isReplaced())) return
    }
  }

  /** Until the signal: catches up, then takes events as they come. A store that can't be reached is tried again. */
  async follow(signal: AbortSignal): Promise<void> {
    let building: Promise<void> | undefined
    let failure: { readonly error: unknown } | undefined
    let failures = 0
    while (!signal.aborted && failure === undefined) {
      const again = new AbortController()
      const build = async (missing: readonly AnyProjection[]) => {
        await this.#build(missing, signal).catch(async (error: unknown) => {
          if (isPassing(error)) await this.#leaveAlone(signal)
          else failure = { error }
        })
        building = undefined
        again.abort()
      }
      try {
        const missing = await this.#live.open()
        if (missing.length > 0) building ??= build(missing)
        const pass = await this.#readOn(signal)
        failures = 0
        await this.#tail(pass, AbortSignal.any([signal, again.signal]))
      } catch (error) {
        this.#live.forget()
        if (!isPassing(error)) failure = { error }
        await backOff(failures++, retryAfter, signal)
      }
    }
    await building
    if (failure !== undefined) throw failure.error
  }

  /** As long as the same generations are live. */
  async #tail(pass: LogPass, signal: AbortSignal): Promise<void> {
    if (pass.types.length === 0) return abortOf(signal)
    for await (const page of this.#storage.events.subscribe({ ...this.#from(pass), signal })) {
      if (!(await this.#take(pass, page)) || !(await this.#commit(pass)) || (await this.#live.isReplaced())) return
    }
  }

  /** Reads what the live generations lack. */
  async #readOn(signal: AbortSignal | undefined): Promise<LogPass> {
    const { events } = this.#storage
    const head = await events.head()
    for (;;) {
      const pass = new LogPass(this.#live.builders, { decode: this.#decode, events })
      if (head === undefined || (await this.#readTo(head, pass, signal))) return pass
    }
  }

  /** Whether it got there, or was told to stop; otherwise somebody else was at it. */
  async #readTo(head: Position, pass: LogPass, signal: AbortSignal | undefined): Promise<boolean> {
    if (pass.types.length === 0) return true
    let committedAt = performance.now()
    for await (const page of this.#storage.events.readAll({ ...this.#from(pass), until: head })) {
      if (signal?.aborted) return this.#commit(pass)
      if (!(await this.#take(pass, page))) return false
      await breathe()
      if (performance.now() - committedAt < commitAfter && !pass.isOver) continue
      if (!(await this.#commit(pass))) return false
      committedAt = performance.now()
    }
    pass.advance(head)
    return this.#commit(pass)
  }

  async #take(pass: LogPass, page: readonly StoredEvent[]): Promise<boolean> {
    this.#unnoted += page.length
    const { events, since } = this.#unwritten
    this.#unwritten = { events: events + page.length, since: events === 0 ? performance.now() : since }
    return this.#orForget(async () => {
      await pass.take(page)
      return true
    })
  }

  /** Whether everything is written. */
  async #commit(pass: LogPass): Promise<boolean> {
    const note = this.#unnoted >= noteAfter
    if (note) this.#unnoted = 0
    return this.#orForget(async () => {
      const stale = await pass.commit(note ? 'all' : 'changed')
      for (const filling of stale) await this.#live.reload(filling)
      this.#tell()
      return stale.length === 0
    })
  }

  #tell(): void {
    const { events, since } = this.#unwritten
    this.#unwritten = { events: 0, since: 0 }
    if (events > 0) this.#options.observe?.({ kind: 'projected', events, milliseconds: performance.now() - since })
  }

  /** What failed halfway has left in memory half of what should be there. A dropped generation is not a failure. */
  async #orForget(work: () => Promise<boolean>): Promise<boolean> {
    try {
      return await work()
    } catch (error) {
      this.#live.forget()
      if (error instanceof StorageError && error.fault === 'missing') return false
      throw error
    }
  }

  async #build(missing: readonly AnyProjection[], signal: AbortSignal | undefined): Promise<void> {
    const projections = missing.map(({ name }) => name)
    try {
      const report = await rebuild(this.#domain, this.#storage, {
        ...this.#options,
        projections,
        ...(signal === undefined ? {} : { signal }),
      })
      this.#retries = 0
      const [finding] = report.findings
      if (finding !== undefined) throw new ProjectionError(finding)
    } catch (error) {
      if (!(error instanceof RebuildError)) throw error
      // somebody else builds one of them, or began anew: theirs will do
      await this.#leaveAlone(signal)
    }
  }

  #leaveAlone(signal: AbortSignal | undefined): Promise<void> {
    return backOff(this.#retries++, retryAfter, signal)
  }

  #from({ types, position, readsMetadata }: LogPass) {
    const { batchSize = defaultPage } = this.#options
    return {
      types,
      metadata: readsMetadata,
      ...(position === undefined ? {} : { after: position }),
      batchSize,
    }
  }
}

/** Brings every read model up to date, once; see `Follower.catchUp`. */
export const catchUp = (
  domain: ReadModelDomain,
  storage: Storage,
  options?: FollowOptions & Abortable,
): Promise<void> => new Follower(domain, storage, options).catchUp(options?.signal)

/** Keeps every read model up to date until the signal; see `Follower.follow`. */
export const follow = (domain: ReadModelDomain, storage: Storage, options: FollowOptions & Required<Abortable>) =>
  new Follower(domain, storage, options).follow(options.signal)

interface Abortable {
  readonly signal?: AbortSignal
}

const isPassing = (error: unknown): boolean => error instanceof StorageError && error.fault === 'unavailable'

const abortOf = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve()
    else signal.addEventListener('abort', () => resolve(), { once: true })
  })
