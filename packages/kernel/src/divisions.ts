import type { AnyEvent } from './events.js'

/**
 * Where something belongs: in a division (by its code), wherever another stream belongs, or everywhere, for sums over
 * all divisions.
 */
export type DivisionRef = { readonly division: string } | { readonly with: string } | 'everywhere'

/** Which division the streams of an aggregate belong to. */
export interface StreamDivision {
  /** The event types that determine it; the last such event of a stream counts. */
  readonly determinedBy: readonly string[]
  /** Where such an event puts its stream; `undefined` where it does not say. */
  of(event: Pick<AnyEvent, 'type'> & { readonly data: object }): DivisionRef | undefined
  /** Whether a later event may move the stream to another division; default false. */
  readonly canChange?: boolean
}
