import { divisionOf, isWithinDivision } from '@skein/core'
import type { Codec, Runtime } from '@skein/engine'
import { type DivisionIndex, type DivisionRef, divisionIndexOf } from '@skein/kernel'
import type { Principal } from '../principal.js'
import { StreamDivisions } from './stream-divisions.js'

/** Where a stream belongs; `undefined` for one that does not exist. */
export type FindDivision = (stream: string) => Promise<DivisionRef | undefined>

/** Finds out what lies within the divisions of a principal. */
export class DivisionResolver {
  /** What the aggregates and read models of the domain declare about divisions. */
  readonly index: DivisionIndex
  /** The names of the domain's aggregates. */
  readonly aggregates: readonly string[]
  readonly find: FindDivision

  constructor(index: DivisionIndex, aggregates: readonly string[], find: FindDivision) {
    this.index = index
    this.aggregates = aggregates
    this.find = find
  }

  /** The same, as if these streams existed where they do not: what one command of a bundle opens, others refer to. */
  withOpened(opened: ReadonlyMap<string, DivisionRef>): DivisionResolver {
    return new DivisionResolver(
      this.index,
      this.aggregates,
      async (stream) => (await this.find(stream)) ?? opened.get(stream),
    )
  }

  /** Whether a stream has events, or its id is claimed. Every stream of an aggregate opens with where it belongs. */
  async exists(stream: string): Promise<boolean> {
    return (await this.find(stream)) !== undefined
  }

  /** The division that a stream belongs to. */
  divisionOf(stream: string): ReturnType<typeof divisionOf> {
    return divisionOf({ with: stream }, this.find)
  }

  /** Whether something that belongs there lies within the principal's divisions. */
  async isWithin(principal: Principal, ref: DivisionRef | undefined): Promise<boolean> {
    return principal.divisions === 'all' || covers(principal.divisions, await divisionOf(ref, this.find))
  }

  /** Whether the principal's commands may refer to a stream: it lies within the principal's divisions, or serves them. */
  async mayReferTo(principal: Principal, stream: string): Promise<boolean> {
    if (principal.divisions === 'all') return true
    const division = await this.divisionOf(stream)
    if (covers(principal.divisions, division)) return true
    if (division === undefined || division === 'everywhere' || !this.index.servesBelow(stream)) return false
    return principal.divisions.some((own) => isWithinDivision(own, division))
  }
}

/** Resolves divisions by what the streams of a store say. */
export const divisionResolverOf = (
  runtime: Pick<Runtime, 'domain' | 'storage' | 'claimant'>,
  codec: Codec,
): DivisionResolver => {
  const index = divisionIndexOf(runtime.domain)
  const streams = new StreamDivisions(index, runtime, codec)
  const aggregates = runtime.domain.aggregates.map(({ name }) => name)
  return new DivisionResolver(index, aggregates, (stream) => streams.find(stream))
}

/**
 * Whether one of the divisions covers another one. What belongs nowhere, or to everybody together, is visible only to
 * principals of all divisions.
 */
export const covers = (divisions: readonly string[], division: string | 'everywhere' | undefined): boolean =>
  division !== undefined &&
  division !== 'everywhere' &&
  divisions.some((covered) => isWithinDivision(division, covered))
