import type { CommandInput } from '@skein/core'
import type { Day } from '@skein/kernel'

type DataOf<Type extends CommandInput['type']> = Extract<CommandInput, { type: Type }>['data']
export type Category = DataOf<'NominateCandidate'>['category']
export type NeedGap = DataOf<'NominateCandidate'>['needs'][number]
export type CourseData = DataOf<'OfferCourse'>

/** A crop or product, and from which quantity on growing it counts as operating at scale. */
export interface Industry {
  readonly name: string
  readonly unit: string
  readonly threshold: number
}

/** The base of a programme, as far as a simulation needs it: founded, with its facilities and practice points open. */
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

/** How large a programme is. */
export interface Extent {
  readonly trainees: number
  readonly households: number
  readonly months: number
}
