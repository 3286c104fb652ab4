import type { CommandInput } from '@skein/core'
import type { Day } from '@skein/kernel'

type DataOf<Type extends CommandInput['type']> = Extract<CommandInput, { type: Type }>['data']
export type Category = DataOf<'NominateCandidate'>['category']
export type NeedGap = DataOf<'NominateCandidate'>['needs'][number]
export type CourseData = DataOf<'OfferCourse'>

/** An industry that people grow, and what counts as scale in it. */
export interface Industry {
  readonly name: string
  readonly unit: string
  readonly threshold: number
}

/** Where a programme takes place: a base that is founded, with its places open. */
export interface BaseSite {
  readonly baseId: string
  readonly villages: readonly string[]
  readonly classroom: string
  readonly dormitory: string
  readonly practicePlaces: readonly string[]
  readonly industries: readonly Industry[]
  /** Seats in a batch. */
  readonly seats: number
  /** The first day that a batch may start. */
  readonly opensOn: Day
}

/** What a programme takes on. */
export interface Extent {
  readonly trainees: number
  readonly households: number
  readonly months: number
}
