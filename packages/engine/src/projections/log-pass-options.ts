import type { AnyEvent, Domain } from '@skein/kernel'
import type { Finding } from '../integrity/finding.js'
import type { EventStore, StoredEvent } from '../ports/index.js'
import type { EventFilter } from './bounds.js'
import type { GenerationBuilder } from './generation-builder.js'

export interface LogPassOptions {
  /** The event at the newest version of its schema. */
  readonly decode: (event: StoredEvent) => AnyEvent
  readonly domain: Pick<Domain, 'aggregates'>
  readonly events: Pick<EventStore, 'readStream' | 'comparePositions' | 'hashesAt'>
  /** Which events count; default all. */
  readonly filter?: EventFilter
  /**
   * Whether rows that are set aside wait for `putBackAll`, at the end of the log. Default: they are folded at the end of
   * the batch.
   */
  readonly defers?: boolean
  /** Events that are left out, as `batch-b1@12`. */
  readonly skipped?: ReadonlySet<string>
  /** Called instead of throwing `ProjectionError`; the stream is in quarantine then. */
  readonly onFinding?: (finding: Finding) => void
  /** Called with a builder that cannot go on at all; the pass continues without it. */
  readonly onPaused?: (builder: GenerationBuilder, finding: Finding) => void
}
