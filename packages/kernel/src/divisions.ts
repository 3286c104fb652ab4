import type { AnyEvent } from './events.js'

/**
 * Where something belongs: in a division (by its code), in the division of another stream (by its name), or everywhere,
 * for sums over all divisions.
 */
export type DivisionRef = { readonly division: string } | { readonly with: string } | 'everywhere'

/** Which division the streams of an aggregate belong to. */
export interface StreamDivision {
  /** By event type: where an event puts its stream; `undefined` if it does not determine that. The last one counts. */
  readonly determinedBy: Readonly<Record<string, (data: object) => DivisionRef | undefined>>
  /** Whether a later event may move the stream to another division; default false. */
  readonly canChange?: boolean
  /**
   * Whether it also serves callers of a part of its division: their commands may refer to it, as villages refer to the
   * base of their township. Default false.
   */
  readonly servesBelow?: boolean
  /**
   * If another stream claims the ids of these (see `Aggregate.claim`), the scope of the claim. A stream then belongs
   * where the one that claimed its id does, also before it has events.
   */
  readonly claimedIn?: string
}

/** Which division a document of a read model belongs to; `undefined` if its key and content do not determine that. */
export type DocumentDivision = (doc: object, key: string) => DivisionRef | undefined

/** Looks up the divisions of the streams and documents of a domain. */
export interface DivisionIndex {
  /** Whether events of this type may determine where their stream belongs. */
  determines(type: string): boolean
  /** Where an event puts its stream; `undefined` if it does not determine that. */
  refOf(event: Pick<AnyEvent, 'type'> & { readonly data: object }): DivisionRef | undefined
  /** Whether a later event may move such a stream. */
  canChange(stream: string): boolean
  /** Whether callers of a part of its division may refer to such a stream. */
  servesBelow(stream: string): boolean
  /** The scope in which another stream claims the ids of an aggregate's streams. */
  claimScopeOf(aggregate: string): string | undefined
  /** Where a document of a read model belongs; `undefined` if that is not known. */
  refOfDocument(readModel: string, key: string, doc: unknown): DivisionRef | undefined
}
