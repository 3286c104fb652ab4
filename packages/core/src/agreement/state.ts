import { type Day, emptySlots, evolveWith, type LastEventBySlot, streamOf, trackSlots } from '@skein/kernel'
import { withEntry } from '../shared/maps.js'
import type { HouseholdId } from '../shared/value-objects.js'
import type { DataOf, Event } from './events.js'
import { slots } from './slots.js'

/** The last placement of a household under this agreement. */
export type Placement = {
  readonly attempt: number
  readonly people: number
  readonly on: Day
  /** `ended`: released, or ended with the agreement. */
  readonly status: 'pending' | 'confirmed' | 'declined' | 'ended'
  readonly endedOn?: Day
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
}

export const initialState: State = { lastEventBySlot: emptySlots, placements: new Map() }

/** Whether the placement is pending or confirmed. */
export const isCurrent = (placement: Placement | undefined): placement is Placement =>
  placement?.status === 'pending' || placement?.status === 'confirmed'

/** The household's placement, if it is pending or confirmed and, if `attempt` is given, has that attempt. */
export const currentPlacement = (
  { placements }: State,
  householdId: HouseholdId,
  attempt?: number,
): Placement | undefined => {
  const placement = placements.get(householdId)
  return isCurrent(placement) && (attempt === undefined || attempt === placement.attempt) ? placement : undefined
}

/** All placements that are pending or confirmed. */
export const currentPlacements = ({ placements }: State): readonly (readonly [HouseholdId, Placement])[] =>
  [...placements].filter(([, placement]) => isCurrent(placement))

const setStatus =
  (status: Placement['status']) =>
  (
    state: State,
    {
      householdId,
      attempt,
      on,
    }: { readonly householdId: HouseholdId; readonly attempt?: number | undefined; readonly on: Day },
  ): State => {
    const placement = currentPlacement(state, householdId, attempt)
    if (placement === undefined) return state
    const next: Placement = { ...placement, status, ...(status === 'ended' && { endedOn: on }) }
    return { ...state, placements: withEntry(state.placements, householdId, next) }
  }

/** The end of an agreement ends every placement. */
const endAgreement =
  (as: Ending['as']) =>
  (state: State, { households, on }: { readonly households: readonly HouseholdId[]; readonly on: Day }): State => ({
    ...state,
    ended: { as, on, households },
    placements: new Map(
      [...state.placements].map(([householdId, placement]) => [
        householdId,
        isCurrent(placement) ? { ...placement, status: 'ended', endedOn: on } : placement,
      ]),
    ),
  })

const evolveState = evolveWith<State, Event>({
  AgreementSigned: (state, signed) => ({ ...state, signed }),
  ResourcePledged: (state) => state,
  FarmersDrawn: (state) => state,
  HouseholdPlaced: (state, { householdId, people, attempt, on }) => ({
    ...state,
    placements: withEntry(state.placements, householdId, {
      attempt,
      people,
      on,
      status: 'pending',
    }),
  }),
  PlacementConfirmed: setStatus('confirmed'),
  PlacementDeclined: setStatus('declined'),
  VisitRecorded: (state) => state,
  OutcomeRecorded: (state) => state,
  HouseholdReleased: setStatus('ended'),
  AgreementCompleted: endAgreement('completed'),
  AgreementTerminated: endAgreement('terminated'),
})

export const evolve = trackSlots(evolveState, slots)

export const stream = (agreementId: string): string => streamOf('agreement', agreementId)
