// G3, G6 and G7 for a journey.
import { type Rule, ruleFor } from '@skein/kernel'
import { G3, G6, G7, misdated, openedWrongly } from '../rules/shared/general.js'
import { allTypes, type Event } from './events.js'
import type { Views } from './reads.js'
import { isEnrolled, type State } from './state.js'

const rule = ruleFor<Event, State, Views>()

export const generalRules: readonly Rule<Event, State, Views>[] = [
  // S3 judges a further nomination of the same person
  rule({
    ...G6,
    on: allTypes,
    breach: ({ type }, { openedOn }) => openedWrongly(type, 'CandidateNominated', openedOn !== undefined, true),
  }),
  rule({
    ...G7,
    on: ['CandidateNominated'],
    breach: ({ data: { baseId, divisionCode, householdId } }, _before, { base, division, household }) => {
      if (base.foundedOn === undefined) return { baseId, founded: false }
      if (division.registeredOn === undefined) return { divisionCode, registered: false }
      if (householdId !== undefined && household.registeredOn === undefined) return { householdId, registered: false }
      return undefined
    },
  }),
  rule({
    ...G7,
    on: ['ProfileRevised'],
    breach: ({ data: { householdId } }, _before, { household }) =>
      householdId !== undefined && household.registeredOn === undefined
        ? { householdId, registered: false }
        : undefined,
  }),
  rule({
    ...G7,
    on: ['ReserveCadreNamed', 'VillagePostTaken'],
    breach: ({ data: { divisionCode } }, _before, { division }) =>
      division.registeredOn === undefined ? { divisionCode, registered: false } : undefined,
  }),
  rule({
    ...G7,
    on: ['TraineeEnrolled'],
    breach: ({ data: { batchId, attempt } }, _before, { batch }) => {
      if (batch.endedOn !== undefined) return { batchId, batchEndedOn: batch.endedOn }
      if (batch.seat === undefined) return { batchId, seatTaken: false }
      return attempt === undefined || attempt === batch.seat.attempt
        ? undefined
        : { batchId, attempt, currentAttempt: batch.seat.attempt }
    },
  }),
  rule({
    ...G7,
    on: ['EnrolmentEnded'],
    breach: ({ data: { batchId, attempt } }, before) =>
      isEnrolled(before, batchId, attempt) ? undefined : { batchId, attempt: attempt ?? null, enrolled: false },
  }),
  rule({
    ...G7,
    on: ['LeadCandidateDelisted'],
    breach: (_event, { nomination }) => (nomination?.listed === undefined ? { listed: false } : undefined),
  }),
  rule({
    ...G7,
    on: ['RecognitionRevoked'],
    breach: ({ data: { industry } }, { nomination }) =>
      nomination?.recognised.has(industry) ? undefined : { industry, recognised: false },
  }),
  rule({
    ...G7,
    on: ['MentoringStarted'],
    breach: ({ data: { agreementId } }, _before, { agreement, id }) => {
      if (agreement.signedOn === undefined) return { agreementId, signed: false }
      if (agreement.endedOn !== undefined) return { agreementId, endedOn: agreement.endedOn }
      return agreement.mentorId === id ? undefined : { agreementId, mentor: agreement.mentorId ?? null }
    },
  }),
  rule({
    ...G7,
    on: ['MentoringEnded'],
    breach: ({ data: { agreementId } }, { agreements }) =>
      agreements.has(agreementId) ? undefined : { agreementId, mentoring: false },
  }),
  rule({
    ...G7,
    on: ['ReserveCadreRemoved'],
    breach: (_event, { reserve }) => (reserve === undefined ? { reserveCadre: false } : undefined),
  }),
  rule({
    ...G7,
    on: ['VillagePostEnded'],
    breach: ({ data: { post } }, before) =>
      before.post?.post === post ? undefined : { post, holds: before.post?.post ?? null },
  }),
  rule({ ...G3, on: allTypes, breach: ({ data: { on } }, _before, { recordedOn }) => misdated(on, recordedOn) }),
]
