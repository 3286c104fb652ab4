import { type AnyAggregate, partsOf } from '@skein/kernel'
import * as E from 'fp-ts/lib/Either.js'
import type { AddressedAmendment } from './amendment-attempt.js'
import type { ChangedStreams } from './decisions-again.js'

/** Entries of one stream that were decided on another one, which has changed since. */
export interface LookingEntries {
  readonly aggregate: AnyAggregate
  readonly stream: string
  readonly changed: ChangedStreams
  /** The id of the first event of that change. */
  readonly becauseOf: string
}

/** What is recorded of these entries now: they are decided again, as if the other stream had been so at once. */
export const decidedAgain = ({ aggregate, stream, changed, becauseOf }: LookingEntries): AddressedAmendment => ({
  aggregate,
  stream,
  id: partsOf(stream).id,
  content: { decidedAgain: becauseOf },
  why: { reason: 'recomputed' },
  becauseOf,
  prepare: async () => E.right({ revising: changed }),
})
