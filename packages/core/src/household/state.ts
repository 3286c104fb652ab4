import { type Day, evolveWith, type LastEventBySlot, noEvents, streamOf, trackSlots } from '@skein/kernel'
import { withEntry } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Poverty = 'poor' | 'exited'

/** Who mentors the household, under which agreement. */
export type MentorOf = DataOf<'MentorAccepted'>
type MentorRef = { readonly agreementId: string; readonly attempt?: number | undefined }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly registered?: { readonly baseId: string; readonly divisionCode: string; readonly on: Day }
  /** As last counted. */
  readonly members?: { readonly people: number; readonly on: Day }
  readonly poverty?: { readonly status: Poverty; readonly on: Day }
  /** The last record for a year. */
  readonly incomes: ReadonlyMap<number, DataOf<'IncomeRecorded'>>
  readonly mentor?: MentorOf | undefined
}

export const initialState: State = { lastEventBySlot: noEvents, incomes: new Map() }

const folded = evolveWith<State, Event>({
  HouseholdRegistered: (state, { baseId, divisionCode, people, on }) => ({
    ...state,
    registered: { baseId, divisionCode, on },
    members: { people, on },
    poverty: { status: 'poor', on },
  }),
  MembersRevised: (state, { people, on }) => ({ ...state, members: { people, on } }),
  HouseholdDetailsCorrected: (state) => state,
  IncomeRecorded: (state, income) => ({ ...state, incomes: withEntry(state.incomes, income.year, income) }),
  MentorAccepted: (state, mentor) => ({ ...state, mentor }),
  MentorEnded: (state, ended) => (isMentoredUnder(state, ended) ? { ...state, mentor: undefined } : state),
  PovertyExited: (state, { on }) => ({ ...state, poverty: { status: 'exited', on } }),
  PovertyRelapsed: (state, { on }) => ({ ...state, poverty: { status: 'poor', on } }),
})

export const evolve = trackSlots(folded, slots)

/** Whether the current mentor came with that agreement, and, where an attempt is named, with that placement. */
export const isMentoredUnder = ({ mentor }: State, { agreementId, attempt }: MentorRef): boolean =>
  mentor?.agreementId === agreementId && (attempt === undefined || mentor.attempt === attempt)

export const stream = (householdId: string): string => streamOf('household', householdId)
