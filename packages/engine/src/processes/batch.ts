import type { Domain } from '@skein/kernel'
import type { ViewLoader } from '../commands/view-loader.js'
import type { Codec } from '../integrity/codec.js'
import type { Generation, Storage } from '../ports/index.js'
import type { Observe } from '../ports/observe.js'
import type { SentIndex } from './sent-index.js'

export interface ReactorContext {
  readonly domain: Domain
  readonly storage: Storage
  readonly codec: Codec
  readonly views: ViewLoader
  readonly observe: Observe | undefined
}

/** What was sent in reaction to one batch. */
export type Counts = { commands: number; refused: number }

/** A batch that is being handled. */
export interface Batch {
  readonly counts: Counts
  readonly sent: SentIndex
  readonly generation: Generation
  readonly signal: AbortSignal | undefined
}
