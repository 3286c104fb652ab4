import type { AnyProjection } from '@skein/kernel'
import type { Storage } from '../ports/index.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { LiveBuilders } from './live-builders.js'
import { LiveReader } from './live-reader.js'
import { MissingReadModels, retryAfter } from './missing-read-models.js'
import { checkFollowOptions, type FollowOptions } from './options.js'

/**
 * Keeps the live generations up to date. Several followers do no harm: a checkpoint is written by compare-and-set, and
 * the slower follower discards its memory and continues from the checkpoint of the faster one. Make one call at a time.
 */
export class Follower {
  readonly #live: LiveBuilders
  readonly #reader: LiveReader
  readonly #missing: MissingReadModels

  constructor(domain: ReadModelDomain, storage: Storage, options: FollowOptions = {}) {
    checkDomainAndStorage('follow', domain, storage)
    checkFollowOptions(options)
    this.#live = new LiveBuilders(domain.projections, storage, options)
    this.#reader = new LiveReader(this.#live, storage, domain, options)
    this.#missing = new MissingReadModels(domain, storage, options)
  }

  /**
   * Applies everything that was recorded before the call to every read model; builds those that have no live generation.
   * Then throws `StorageError` with fault `diverged` if one of them has read another log.
   */
  async catchUp(signal?: AbortSignal): Promise<void> {
    while (!signal?.aborted) {
      const missing = await this.#live.refresh()
      await this.#reader.readToHead(signal)
      if (missing.length > 0) await this.#missing.build(missing, signal)
      else if (!(await this.#live.isOutdated())) break
    }
    const [paused] = this.#live.paused
    if (paused !== undefined) throw paused
  }

  /**
   * Catches up, then applies events as they come, until the signal. Missing read models are built meanwhile. A store that
   * cannot be reached is tried again. A read model that has read another log is left as it is; once it was rebuilt, it is
   * followed again.
   */
  async follow(signal: AbortSignal): Promise<void> {
    let building: Promise<void> | undefined
    let failure: { readonly error: unknown } | undefined
    let failures = 0
    let buildEnded = new AbortController()
    const build = async (missing: readonly AnyProjection[]) => {
      await this.#missing.build(missing, signal).catch(async (error: unknown) => {
        if (isTransient(error)) await this.#missing.wait(signal)
        else failure = { error }
      })
      building = undefined
      buildEnded.abort()
    }
    while (!signal.aborted && failure === undefined) {
      buildEnded = new AbortController()
      try {
        const missing = await this.#live.refresh()
        if (missing.length > 0) building ??= build(missing)
        const pass = await this.#reader.readToHead(signal)
        failures = 0
        const lookAgain = this.#live.paused.length > 0 ? [AbortSignal.timeout(pausedFor)] : []
        await this.#reader.tail(pass, AbortSignal.any([signal, buildEnded.signal, ...lookAgain]))
      } catch (error) {
        this.#live.resetAll()
        if (!isTransient(error)) failure = { error }
        await backOff(failures++, retryAfter, signal)
      }
    }
    await building
    if (failure !== undefined) throw failure.error
  }
}

/** Brings every read model up to date, once; see `Follower.catchUp`. */
export const catchUp = (
  domain: ReadModelDomain,
  storage: Storage,
  options?: FollowOptions & Abortable,
): Promise<void> => new Follower(domain, storage, options).catchUp(options?.signal)

/** Keeps every read model up to date until the signal; see `Follower.follow`. */
export const follow = (
  domain: ReadModelDomain,
  storage: Storage,
  options: FollowOptions & Required<Abortable>,
): Promise<void> => new Follower(domain, storage, options).follow(options.signal)

interface Abortable {
  readonly signal?: AbortSignal
}

/** How long a read model that cannot go on waits until it is looked at again, in milliseconds. */
const pausedFor = 1000

/** Whether to begin again: from the checkpoints, which are compared with the log, where that has lost events. */
const isTransient = (error: unknown): boolean =>
  isStorageError(error, 'unavailable') || isStorageError(error, 'diverged')
