import { type Day, evolveWith, type LastEventBySlot, noEvents, streamOf, trackSlots } from '@skein/kernel'
import { lastDayKept } from '../shared/last-day.js'
import { withEntry } from '../shared/maps.js'
import type { HouseholdId } from '../shared/value-objects.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

/** The last placement of a household under this agreement. */
export type Placement = {
  readonly attempt: number
  readonly people: number
  readonly on: Day
  /** The first placement of the household under this agreement. */
  readonly since: Day
  /** `over`: released, or ended with the agreement. A declined one never came about. */
  readonly status: 'pending' | 'confirmed' | 'declined' | 'over'
  readonly overOn?: Day
}

export type Ending = {
  readonly as: 'completed' | 'terminated'
  readonly on: Day
  readonly households: readonly HouseholdId[]
}

export type State = {
  readonly lastEventBySlot: LastEventBySlot
  readonly signed?: DataOf<'AgreementSigned'>
  readonly placements: ReadonlyMap<HouseholdId, Placement>
  readonly ended?: Ending
  /** The latest day that anything is dated. */
  readonly lastOn?: Day
}

export const initialState: State = { lastEventBySlot: noEvents, placements: new Map() }

/** Whether the placement stands: pending or confirmed. */
export const isStanding = (placement: Placement | undefined): placement is Placement =>
  placement?.status === 'pending' || placement?.status === 'confirmed'

/** The placement that stands now and, where an attempt is named, is that one. */
export const standingPlacement = (
  { placements }: State,
  householdId: HouseholdId,
  attempt?: number,
): Placement | undefined => {
  const placement = placements.get(householdId)
  return isStanding(placement) && (attempt === undefined || attempt === placement.attempt) ? placement : undefined
}

/** Everybody still placed, pending or confirmed. */
export const placedNow = ({ placements }: State): readonly (readonly [HouseholdId, Placement])[] =>
  [...placements].filter(([, placement]) => isStanding(placement))

const becomes =
  (status: Placement['status']) =>
  (
    state: State,
    {
      householdId,
      attempt,
      on,
    }: { readonly householdId: HouseholdId; readonly attempt?: number | undefined; readonly on: Day },
  ): State => {
    const placement = standingPlacement(state, householdId, attempt)
    if (placement === undefined) return state
    const next: Placement = { ...placement, status, ...(status === 'over' && { overOn: on }) }
    return { ...state, placements: withEntry(state.placements, householdId, next) }
  }

/** The end of an agreement ends every placement. */
const ends =
  (as: Ending['as']) =>
  (state: State, { households, on }: { readonly households: readonly HouseholdId[]; readonly on: Day }): State => ({
    ...state,
    ended: { as, on, households },
    placements: new Map(
      [...state.placements].map(([householdId, placement]) => [
        householdId,
        isStanding(placement) ? { ...placement, status: 'over', overOn: on } : placement,
      ]),
    ),
  })

const folded = evolveWith<State, Event>({
  AgreementSigned: (state, signed) => ({ ...state, signed }),
  ResourcePledged: (state) => state,
  FarmersDrawn: (state) => state,
  HouseholdPlaced: (state, { householdId, people, attempt, on }) => ({
    ...state,
    placements: withEntry(state.placements, householdId, {
      attempt,
      people,
      on,
      since: state.placements.get(householdId)?.since ?? on,
      status: 'pending',
    }),
  }),
  PlacementConfirmed: becomes('confirmed'),
  PlacementDeclined: becomes('declined'),
  VisitRecorded: (state) => state,
  OutcomeRecorded: (state) => state,
  HouseholdReleased: becomes('over'),
  AgreementCompleted: ends('completed'),
  AgreementTerminated: ends('terminated'),
})

export const evolve = trackSlots<Event, State>(lastDayKept<Event, State>(folded), slots)

export const stream = (agreementId: string): string => streamOf('agreement', agreementId)
