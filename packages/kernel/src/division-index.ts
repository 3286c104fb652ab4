import type { DivisionIndex } from './divisions.js'
import type { Domain } from './domain.js'
import { partsOf } from './streams.js'

/**
 * Looks up divisions by what the aggregates and read models of a domain define in `division`.
 *
 * @example
 * divisionIndexOf(runtime.domain).refOf({ type: 'BaseFounded', data }) // { division: '532329104' }
 */
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
