import type { AnyProjection } from '@skein/kernel'
import type { Finding } from '../integrity/finding.js'
import type { Environment, Storage } from '../ports/index.js'
import type { EngineObservation } from '../ports/observe.js'
import { isStorageError } from '../ports/storage-error.js'
import { backOff } from '../primitives/backoff.js'
import { machineEnvironment } from '../primitives/machine-environment.js'
import { checkDomainAndStorage } from '../primitives/option-types.js'
import { ProjectionError } from '../projections/projection-error.js'
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
  readonly #options: FollowOptions
  readonly #environment: Environment
  /** What was found since the last call. */
  #findings: Finding[] = []
  /** Reasons for pauses that were observed. */
  readonly #observed = new Set<string>()

  constructor(domain: ReadModelDomain, storage: Storage, options: FollowOptions = {}) {
    checkDomainAndStorage('follow', domain, storage)
    checkFollowOptions(options)
    const { environment = machineEnvironment } = options
    this.#environment = environment
    this.#live = new LiveBuilders(domain.projections, storage, options)
    const onFinding = (finding: Finding) => this.#onFinding(finding)
    this.#reader = new LiveReader(this.#live, storage, domain, { ...options, environment }, onFinding)
    this.#missing = new MissingReadModels(domain, storage, { ...options, environment }, onFinding)
    this.#options = options
  }

  /**
   * Applies everything that was recorded before the call to every read model; builds those that have no live generation.
   * Then throws the first thing that was found wrong: `ProjectionError` for a stream or a read model that is in quarantine
   * from now on, `StorageError` with fault `diverged` for a read model that has read another log.
   */
  async catchUp(signal?: AbortSignal): Promise<void> {
    this.#findings = []
    while (!signal?.aborted) {
      const missing = await this.#refresh()
      await this.#reader.readToHead(signal)
      if (missing.length > 0) await this.#missing.build(missing, signal)
      else if (!(await this.#live.isOutdated())) break
    }
    const [finding] = this.#findings
    if (finding !== undefined) throw new ProjectionError(finding)
    for (const pause of this.#live.paused) if ('diverged' in pause) throw pause.diverged
  }

  /**
   * Catches up, then applies events as they come, until the signal. Missing read models are built meanwhile. A store that
   * cannot be reached is tried again. A stream whose events cannot be read or applied is passed over, and a read model that
   * cannot go on is left as it is; once it was retried or rebuilt, it is followed again. `observe` gets the reason.
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
        const missing = await this.#refresh()
        if (missing.length > 0) building ??= build(missing)
        const pass = await this.#reader.readToHead(signal)
        failures = 0
        const isAnyPaused = this.#live.paused.length > 0 || this.#missing.hasFailed
        const tailing = AbortSignal.any([signal, buildEnded.signal])
        await this.#reader.tail(pass, isAnyPaused ? this.#lookingAgain(tailing) : tailing)
      } catch (error) {
        this.#live.resetAll()
        if (!isTransient(error)) failure = { error }
        await backOff(this.#environment, failures++, retryAfter, signal)
      }
    }
    await building
    if (failure !== undefined) throw failure.error
  }

  /** A signal that is aborted with another one, or once read models that cannot go on are to be looked at again. */
  #lookingAgain(signal: AbortSignal): AbortSignal {
    const ended = new AbortController()
    void this.#environment.sleep(pausedFor, signal).then(() => ended.abort())
    return ended.signal
  }

  /** Switches to the generations that are live now. Returns the projections that have none, and can be built. */
  async #refresh(): Promise<readonly AnyProjection[]> {
    const missing = await this.#live.refresh()
    for (const pause of this.#live.paused) {
      const { readModel } = pause
      if ('diverged' in pause) this.#observePaused({ readModel, reason: pause.diverged.text })
      else this.#observePaused({ readModel, ...pause.quarantined })
    }
    return this.#missing.buildable(missing)
  }

  #onFinding(finding: Finding): void {
    this.#findings.push(finding)
    const { projection, stream, revision, text } = finding
    this.#observePaused({
      ...(projection === undefined ? {} : { readModel: projection }),
      ...(stream === undefined ? {} : { stream }),
      ...(revision === undefined ? {} : { revision }),
      reason: text,
    })
  }

  /** Once for each reason. */
  #observePaused({ readModel, stream, revision, reason }: Paused): void {
    const key = JSON.stringify([readModel, stream, revision, reason.en])
    if (this.#observed.has(key)) return
    this.#observed.add(key)
    this.#options.observe?.({
      kind: 'paused',
      ...(readModel === undefined ? {} : { readModel }),
      ...(stream === undefined ? {} : { stream }),
      ...(revision === undefined ? {} : { revision }),
      reason,
    })
  }
}

type Paused = Omit<Extract<EngineObservation, { readonly kind: 'paused' }>, 'kind'>

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
