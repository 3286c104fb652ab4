import { type Rule, ruleFor } from '@skein/kernel'
import { G3, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { alreadyMentored, M5, M6, ownHousehold } from '../rules/shared/placement.js'
import { M8, notEligible } from '../rules/shared/poverty-eligibility.js'
import { Event } from './events.js'
import type { Views } from './reads.js'
import { povertyRules } from './rules-poverty.js'
import { isMentoredUnder, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()
const every = Event.options.map(({ shape }) => shape.type.value)

/** In the order in which they are asked: what is refused is refused for the first of them. */
export const rules: readonly Rule<Event, State, Views>[] = [
  rule({
    ...G6,
    on: every,
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
  rule({
    ...G3,
    on: every,
    breach: (event, before, views) =>
      misdated(event.data.on, views.recordedOn, {
        registered: before.registered?.on,
        ...restsOn(event, before, views),
      }),
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
      notEligible({
        householdId: id,
        poverty: poverty?.status,
        policy,
        on: placement?.on ?? '',
      }),
  }),
  ...povertyRules,
]

/** The days of the facts that an event of a household rests on. */
const restsOn = (event: Event, before: State, facts: Views): Readonly<Record<string, string | undefined>> => {
  const { members, poverty, incomes, mentor } = before
  switch (event.type) {
    case 'HouseholdRegistered':
      return { baseFounded: facts.base.foundedOn, divisionRegistered: facts.division.registeredOn }
    case 'IncomeRecorded':
      return { yearBegan: `${event.data.year}-01-01` }
    case 'MentorAccepted':
      return {
        agreementSigned: facts.agreement.signedOn,
        placed: facts.placement?.on,
        mentorNominated: facts.mentor.nominatedOn,
        poverty: poverty?.on,
      }
    case 'MentorEnded':
      return { mentorAccepted: mentor?.on }
    case 'PovertyExited':
      return {
        incomeRecorded: incomes.get(event.data.incomeYear)?.on,
        membersCounted: members?.on,
        poorSince: poverty?.on,
        mentorAccepted: mentor?.on,
      }
    case 'PovertyRelapsed':
      return { membersCounted: members?.on, exited: poverty?.on, mentorAccepted: mentor?.on }
    default:
      return {}
  }
}
