import type { Finding } from '../integrity/finding.js'

/** A read model after a rebuild. */
export interface Rebuilt {
  readonly name: string
  readonly version: number
  /** Events applied to the generation, including those of earlier runs. */
  readonly events: number
  /** Keys that readers find. */
  readonly documents: number
  /** The generation's id. */
  readonly generation: string
}

export interface RebuildReport {
  /**
   * Everything was built, and there are no findings. Streams of which events cannot be read or applied are findings: they
   * are in quarantine (see `status`), and everything else is built and live.
   */
  readonly ok: boolean
  readonly interrupted: boolean
  /** Events read in this run. */
  readonly events: number
  readonly seconds: number
  readonly projections: readonly Rebuilt[]
  /** The names of those that could not be built: their code fails everywhere. The generation before is still live. */
  readonly paused: readonly string[]
  /** The first thousand. */
  readonly findings: readonly Finding[]
  /** How many there were. */
  readonly findingCount: number
}
