import type { Domain } from '@skein/kernel'
import type { ViewLoader } from '../commands/view-loader.js'
import type { Codec } from '../integrity/codec.js'
import type { Environment, Generation, ReadModelStore, Storage } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import type { Indexes } from './indexes.js'
import type { ProcessQuarantine } from './process-quarantine.js'

export interface ReactorContext {
  readonly domain: Domain
  readonly storage: Storage
  readonly codec: Codec
  readonly views: ViewLoader
  readonly environment: Environment
  readonly observe: Observe | undefined
}

/** What was sent in reaction to one batch. */
export type Counts = { commands: number; refused: number }

/** A batch that is being handled. */
export interface Batch extends Indexes {
  readonly counts: Counts
  /** Takes the events that cannot be handled. */
  readonly quarantine?: ProcessQuarantine
  /** The rows of the processes. */
  readonly generation: Pick<Generation, 'id'>
  readonly readModels: Pick<ReadModelStore, 'get' | 'list'>
  readonly signal: AbortSignal | undefined
}
