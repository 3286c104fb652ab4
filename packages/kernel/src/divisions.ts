import type { Domain } from './domain.js'
import type { AnyEvent } from './events.js'
import { partsOf } from './streams.js'

/**
 * Where something belongs: in a division (by its code), wherever another stream belongs, or everywhere, for sums over
 * all divisions.
 */
export type DivisionRef = { readonly division: string } | { readonly with: string } | 'everywhere'

/** Which division the streams of an aggregate belong to. */
export interface StreamDivision {
  /** By event type: where such an event puts its stream, `undefined` where it does not say. The last one counts. */
  readonly determinedBy: Readonly<Record<string, (data: object) => DivisionRef | undefined>>
  /** Whether a later event may move the stream to another division; default false. */
  readonly canChange?: boolean
  /**
   * Whether it also serves callers of a part of its division: their commands may refer to it, as villages refer to the
   * base of their township. Default false.
   */
  readonly servesBelow?: boolean
  /**
   * Where another stream claims the ids of these (see `Aggregate.claim`): the scope of the claim. A stream then belongs
   * where the one that claimed its id does, also before it has events.
   */
  readonly claimedIn?: string
}

/** Which division a document of a read model belongs to; `undefined` where its key and content do not say. */
export type DocumentDivision = (doc: object, key: string) => DivisionRef | undefined

/** What the aggregates and read models of a domain say about divisions, for looking up. */
export interface DivisionIndex {
  /** Whether events of this type may determine where their stream belongs. */
  determines(type: string): boolean
  /** Where an event puts its stream; `undefined` where it says nothing about it. */
  refOf(event: Pick<AnyEvent, 'type'> & { readonly data: object }): DivisionRef | undefined
  /** Whether a later event may move such a stream. */
  canChange(stream: string): boolean
  /** Whether callers of a part of its division may refer to such a stream. */
  servesBelow(stream: string): boolean
  /** The scope in which another stream claims the ids of an aggregate's streams. */
  claimScopeOf(aggregate: string): string | undefined
  /** Where a document of a read model belongs. */
  refOfDocument(readModel: string, key: string, doc: unknown): DivisionRef | undefined
}

export const divisionIndexOf = ({
  aggregates,
  projections,
  views,
}: Pick<Domain, 'aggregates' | 'projections' | 'views'>): DivisionIndex => {
  const byType = new Map(aggregates.flatMap(({ division }) => Object.entries(division?.determinedBy ?? {})))
  const changing = new Set(aggregates.filter(({ division }) => division?.canChange).map(({ name }) => name))
  const serving = new Set(aggregates.filter(({ division }) => division?.servesBelow).map(({ name }) => name))
  const claimScopes = new Map(aggregates.map(({ name, division }) => [name, division?.claimedIn]))
  const byReadModel = new Map([...projections, ...views].map(({ name, division }) => [name, division]))
  return {
    determines: (type) => byType.has(type),
    refOf: ({ type, data }) => byType.get(type)?.(data),
    canChange: (stream) => changing.has(partsOf(stream).aggregate),
    servesBelow: (stream) => serving.has(partsOf(stream).aggregate),
    claimScopeOf: (aggregate) => claimScopes.get(aggregate),
    refOfDocument: (readModel, key, doc) =>
      typeof doc === 'object' && doc !== null ? byReadModel.get(readModel)?.(doc, key) : undefined,
  }
}
