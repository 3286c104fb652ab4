// G3, G5, G6 and G7 for an agreement.
import { type Rule, ruleFor } from '@skein/kernel'
import { G3, G5, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import { currentPlacement, isCurrent, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const generalRules: readonly Rule<Event, State, Views>[] = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { signed }) => openedWrongly(type, 'AgreementSigned', signed !== undefined),
  }),
  rule({
    ...G7,
    on: ['AgreementSigned'],
    breach: ({ data: { baseId, mentorId } }, _before, { base, mentor }) => {
      if (base.foundedOn === undefined) return { baseId, founded: false }
      if (mentor.nominatedOn === undefined) return { mentorId, nominated: false }
      return mentor.baseId === baseId ? undefined : { mentorId, baseId, mentorsBase: mentor.baseId ?? null }
    },
  }),
  rule({
    ...G7,
    on: ['HouseholdPlaced'],
    breach: ({ data: { householdId } }, { placements, signed }, { household }) => {
      const placement = placements.get(householdId)
      if (isCurrent(placement)) return { householdId, alreadyPlacedOn: placement.on }
      if (household.registeredOn === undefined) return { householdId, registered: false }
      return household.baseId === signed?.baseId
        ? undefined
        : { householdId, householdsBase: household.baseId ?? null, baseId: signed?.baseId ?? null }
    },
  }),
  rule({
    ...G7,
    on: ['PlacementConfirmed', 'PlacementDeclined', 'HouseholdReleased'],
    breach: ({ data: { householdId, attempt } }, before) => {
      if (currentPlacement(before, householdId, attempt) !== undefined) return undefined
      const current = currentPlacement(before, householdId)
      if (current === undefined) return { householdId, placed: false }
      return { householdId, attempt: attempt ?? null, currentAttempt: current.attempt }
    },
  }),
  rule({
    ...G7,
    on: ['VisitRecorded', 'OutcomeRecorded'],
    breach: ({ data: { householdId } }, { placements }) => {
      const placement = placements.get(householdId)
      return placement === undefined || placement.status === 'declined' ? { householdId, placed: false } : undefined
    },
  }),
  rule({
    ...G5,
    on: [
      'ResourcePledged',
      'FarmersDrawn',
      'HouseholdPlaced',
      'PlacementConfirmed',
      'PlacementDeclined',
      'HouseholdReleased',
      'VisitRecorded',
      'OutcomeRecorded',
      'AgreementCompleted',
      'AgreementTerminated',
    ],
    breach: (_event, { ended }) => ended && { endedOn: ended.on, as: ended.as },
  }),
  // outcomes of a released household still count for the agreement; visits on later days do not
  rule({
    ...G7,
    on: ['VisitRecorded'],
    breach: ({ data: { householdId, on } }, { placements }) => {
      const endedOn = placements.get(householdId)?.endedOn
      return endedOn !== undefined && on > endedOn ? { householdId, on, releasedOn: endedOn } : undefined
    },
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
]
