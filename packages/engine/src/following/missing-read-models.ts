import { type AnyProjection, hasTag } from '@skein/kernel'
import type { Storage } from '../ports/index.js'
import { backOff } from '../primitives/backoff.js'
import { ProjectionError } from '../projections/projection-error.js'
import type { ReadModelDomain } from '../projections/read-model-domain.js'
import { rebuild } from '../rebuild/rebuild.js'
import type { RebuildError } from '../rebuild/rebuild-error.js'
import type { FollowOptions } from './options.js'

/** The first wait for another process, or for a store that cannot be reached, in milliseconds; later waits are longer. */
export const retryAfter = 5

/** Builds read models that have no live generation. */
export class MissingReadModels {
  readonly #domain: ReadModelDomain
  readonly #storage: Storage
  readonly #options: FollowOptions
  #retries = 0

  constructor(domain: ReadModelDomain, storage: Storage, options: FollowOptions) {
    this.#domain = domain
    this.#storage = storage
    this.#options = options
  }

  /** If another process is building one of them, waits a moment and returns: the caller looks again. */
  async build(missing: readonly AnyProjection[], signal: AbortSignal | undefined): Promise<void> {
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
      if (!hasTag<RebuildError>(error, 'RebuildError')) throw error
      await this.wait(signal)
    }
  }

  wait(signal: AbortSignal | undefined): Promise<void> {
    return backOff(this.#retries++, retryAfter, signal)
  }
}
