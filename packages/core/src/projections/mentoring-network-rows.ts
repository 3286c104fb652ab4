// The row of a mentoring agreement in mentoringNetwork.
import type { DataOf } from '../agreement/events.js'
import { put } from './shared/lists.js'
import { onRow, rows } from './shared/rows.js'

/** `ended`: together with the agreement. */
export type PlacementState = 'pending' | 'confirmed' | 'declined' | 'released' | 'ended'

export type Placement = {
  householdId: string
  attempt: number
  /** As counted at the placement. */
  people: number
  from: string
  until: string | null
  state: PlacementState
  /** Whether the placement was ever confirmed. */
  wasConfirmed: boolean
}

type Terms = Omit<DataOf<'AgreementSigned'>, 'agreementId' | 'on'>

export type Agreement = {
  terms: Terms
  signedOn: string
  state: 'active' | 'completed' | 'terminated'
  endedOn: string | null
  endReason: string | null
  placements: Placement[]
  visits: { householdId: string; visits: number; lastOn: string }[]
  /** The last outcome, for each household. */
  outcomes: { householdId: string; outcome: 'exited' | 'relapsed'; people: number; on: string }[]
  pledges: { kind: string; unit: string; quantity: number; on: string }[]
  farmersDrawn: { households: number; on: string } | null
}

type PlacementRef = { readonly householdId: string; readonly attempt?: number | undefined }

/** The household's placement with that attempt, or its last placement if none is given. */
const placementOf = ({ placements }: Agreement, { householdId, attempt }: PlacementRef): Placement | undefined =>
  placements.findLast((one) => one.householdId === householdId && (attempt === undefined || one.attempt === attempt))

export const isCurrent = ({ state }: Placement): boolean => state === 'pending' || state === 'confirmed'

const end = (placement: Placement | undefined, state: PlacementState, on: string): void => {
  if (placement === undefined || !isCurrent(placement)) return
  placement.state = state
  placement.until = on
}

const endAgreement = (state: 'completed' | 'terminated') =>
  onRow<Agreement, { readonly reason?: string | undefined; readonly on: string }>((agreement, { reason, on }) => {
    agreement.state = state
    agreement.endedOn = on
    agreement.endReason = reason ?? null
    for (const placement of agreement.placements) end(placement, 'ended', on)
  })

export const agreementRows = rows<Agreement>({
  AgreementSigned: (_agreement, { agreementId: _id, on, ...terms }) => ({
    terms,
    signedOn: on,
    state: 'active',
    endedOn: null,
    endReason: null,
    placements: [],
    visits: [],
    outcomes: [],
    pledges: [],
    farmersDrawn: null,
  }),
  ResourcePledged: onRow((agreement, { kind, unit, quantity, on }) =>
    put(agreement.pledges, { kind, unit, quantity, on }, (known) => known.kind === kind && known.unit === unit),
  ),
  FarmersDrawn: onRow((agreement, { households, on }) => {
    agreement.farmersDrawn = { households, on }
  }),
  HouseholdPlaced: onRow((agreement, { householdId, attempt, people, on }) => {
    if (agreement.state !== 'active') return
    end(placementOf(agreement, { householdId }), 'ended', on)
    const placed = { householdId, attempt, people, from: on, until: null }
    agreement.placements.push({ ...placed, state: 'pending', wasConfirmed: false })
  }),
  PlacementConfirmed: onRow((agreement, confirmed) => {
    const placement = placementOf(agreement, confirmed)
    if (placement?.state !== 'pending') return
    placement.state = 'confirmed'
    placement.wasConfirmed = true
  }),
  PlacementDeclined: onRow((agreement, data) => end(placementOf(agreement, data), 'declined', data.on)),
  HouseholdReleased: onRow((agreement, data) => end(placementOf(agreement, data), 'released', data.on)),
  VisitRecorded: onRow(({ visits }, { householdId, on }) => {
    const known = visits.find((one) => one.householdId === householdId)
    if (known === undefined) visits.push({ householdId, visits: 1, lastOn: on })
    else {
      known.visits += 1
      known.lastOn = on
    }
  }),
  OutcomeRecorded: onRow((agreement, { householdId, outcome, people, on }) =>
    put(agreement.outcomes, { householdId, outcome, people, on }, (known) => known.householdId === householdId),
  ),
  AgreementCompleted: endAgreement('completed'),
  AgreementTerminated: endAgreement('terminated'),
})

/** The last confirmed placement of each household. */
export const confirmedPlacements = ({ placements }: Agreement): readonly Placement[] => {
  const last = new Map<string, Placement>()
  for (const placement of placements) if (placement.wasConfirmed) last.set(placement.householdId, placement)
  return [...last.values()]
}
