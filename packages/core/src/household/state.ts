import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import { withEntry } from '../shared/maps.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

export type Poverty = 'poor' | 'exited'

/** The mentor of the household, and the agreement. */
export type MentorOf = DataOf<'MentorAccepted'>
type MentorRef = { readonly agreementId: string; readonly attempt?: number | undefined }

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly registered?: { readonly baseId: string; readonly divisionCode: string; readonly on: Day }
  /** The last count. */
  readonly members?: { readonly people: number; readonly on: Day }
  readonly poverty?: { readonly status: Poverty; readonly on: Day }
  /** The last recorded income, by year. */
  readonly incomes: ReadonlyMap<number, DataOf<'IncomeRecorded'>>
  readonly mentor?: MentorOf | undefined
}

export const initialState: State = { lastEventBySlot: emptySlots, incomes: new Map() }

const evolveState = evolveWith<State, Event>({
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

export const evolve = trackSlots(evolveState, slots)

/** Whether the household is mentored under that agreement and, if `attempt` is given, by that placement. */
export const isMentoredUnder = ({ mentor }: State, { agreementId, attempt }: MentorRef): boolean =>
  mentor?.agreementId === agreementId && (attempt === undefined || mentor.attempt === attempt)

export const stream = (householdId: string): string => streamOf('household', householdId)
