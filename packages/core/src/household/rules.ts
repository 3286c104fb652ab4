import { type Rule, ruleFor } from '@skein/kernel'
import { G3, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { alreadyMentored, M5, M6, ownHousehold } from '../rules/shared/placement.js'
import { M8, notEligible } from '../rules/shared/poverty-eligibility.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import { povertyRules } from './rules-poverty.js'
import { isMentoredUnder, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

/** In the order in which they judge: the first rule that an event breaks refuses the command. */
export const rules: readonly Rule<Event, State, Views>[] = [
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { registered }) => openedWrongly(type, 'HouseholdRegistered', registered !== undefined),
  }),
  rule({
    ...G7,
    on: ['HouseholdRegistered'],
    breach: ({ data: { baseId, divisionCode } }, _before, { base, division }) => {
      if (base.foundedOn === undefined) return { baseId, founded: false }
      return division.registeredOn === undefined ? { divisionCode, registered: false } : undefined
    },
  }),
  rule({
    ...G7,
    on: ['MentorAccepted'],
    breach: ({ data: { agreementId, mentorId, attempt } }, _before, { agreement, placement, id }) => {
      if (agreement.signedOn === undefined) return { agreementId, signed: false }
      if (agreement.endedOn !== undefined) return { agreementId, endedOn: agreement.endedOn }
      if (agreement.mentorId !== mentorId) return { agreementId, mentorId, signedBy: agreement.mentorId ?? null }
      if (placement === undefined) return { agreementId, householdId: id, placed: false }
      return attempt === undefined || attempt === placement.attempt
        ? undefined
        : { agreementId, householdId: id, attempt, currentAttempt: placement.attempt }
    },
  }),
  rule({
    ...G7,
    on: ['MentorEnded'],
    breach: ({ data: { agreementId, attempt } }, before) =>
      isMentoredUnder(before, { agreementId, attempt })
        ? undefined
        : { agreementId, attempt: attempt ?? null, mentoredUnder: before.mentor?.agreementId ?? null },
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
  rule({
    ...G7,
    on: ['IncomeRecorded'],
    breach: ({ data: { year, on } }) => (on < `${year}-01-01` ? { year, on } : undefined),
  }),
  rule({ ...M5, on: ['MentorAccepted'], breach: (_event, { mentor }) => alreadyMentored(mentor) }),
  rule({
    ...M6,
    on: ['MentorAccepted'],
    breach: (_event, _before, { id, mentor }) => ownHousehold(id, mentor.householdId),
  }),
  rule({
    ...M8,
    on: ['MentorAccepted'],
    breach: (_event, { poverty }, { id, policy: { policy }, placement }) =>
      notEligible({ householdId: id, poverty: poverty?.status, policy, on: placement?.on ?? '' }),
  }),
  ...povertyRules,
]
