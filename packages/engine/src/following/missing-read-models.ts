import { type AnyProjection, hasTag } from '@skein/kernel'
import { unbuiltReadModels } from '../checkpoints/unbuilt.js'
import type { Finding } from '../integrity/finding.js'
import type { Environment, Storage } from '../ports/index.js'
import { backOff } from '../primitives/backoff.js'
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
  readonly #options: FollowOptions & { readonly environment: Environment }
  readonly #onFinding: (finding: Finding) => void
  readonly #failed = new Set<string>()
  #retries = 0

  constructor(
    domain: ReadModelDomain,
    storage: Storage,
    options: FollowOptions & { readonly environment: Environment },
    onFinding: (finding: Finding) => void,
  ) {
    this.#onFinding = onFinding
    this.#domain = domain
    this.#storage = storage
    this.#options = options
  }

  /** Whether some could not be built. */
  get hasFailed(): boolean {
    return this.#failed.size > 0
  }

  /** Those that this program has not failed to build: it tries again after `retryQuarantined`. */
  async buildable(missing: readonly AnyProjection[]): Promise<readonly AnyProjection[]> {
    if (!missing.some(({ name }) => this.#failed.has(name))) return missing
    const unbuilt = await unbuiltReadModels(this.#storage.readModels)
    for (const projection of missing) if (unbuilt(projection) === undefined) this.#failed.delete(projection.name)
    return missing.filter(({ name }) => !this.#failed.has(name))
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
      for (const name of report.paused) this.#failed.add(name)
      for (const finding of report.findings) this.#onFinding(finding)
    } catch (error) {
      if (!hasTag<RebuildError>(error, 'RebuildError')) throw error
      await this.wait(signal)
    }
  }

  wait(signal: AbortSignal | undefined): Promise<void> {
    return backOff(this.#options.environment, this.#retries++, retryAfter, signal)
  }
}
