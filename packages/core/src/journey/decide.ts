import type { Decider } from '@skein/kernel'
import { match } from 'ts-pattern'
import { thresholdOf } from '../policy/policy.js'
import { decideWith } from '../shared/decide.js'
import type { Command } from './commands.js'
import type { DataOf, Event } from './events.js'
import { absentViews, type Views, views } from './reads.js'
import { rules } from './rules.js'
import { slots } from './slots.js'
import { evolve, initialState, isEnrolled, type State } from './state.js'

/** What the command would make happen if no rule objected. */
const propose = (command: Command, state: State, facts: Views): readonly Event[] =>
  match(command)
    .returnType<readonly Event[]>()
    .with({ type: 'NominateCandidate' }, ({ data }) => [{ type: 'CandidateNominated', data }])
    .with({ type: 'ReviseProfile' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'ProfileRevised', data }])
    .with({ type: 'CorrectTraineeDetails' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'TraineeDetailsCorrected', data },
    ])
    .with({ type: 'ReviewEligibility' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'EligibilityReviewed', data },
    ])
    .with({ type: 'SelectTrainee' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'TraineeSelected', data }])
    .with({ type: 'RejectCandidate' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'CandidateRejected', data }])
    .with({ type: 'RequestCourses' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'CoursesRequested', data }])
    .with({ type: 'Enrol' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'TraineeEnrolled', data }])
    .with({ type: 'LeaveBatch' }, ({ data: { traineeId: _, ...data } }) => leaveBatch(data, state))
    .with({ type: 'RecordTraining' }, ({ data: { traineeId: _, ...data } }) => [
      { type: data.completed ? 'TrainingCompleted' : 'TrainingNotCompleted', data },
    ])
    .with({ type: 'ListLeadCandidate' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'LeadCandidateListed', data },
    ])
    .with({ type: 'DelistLeadCandidate' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'LeadCandidateDelisted', data },
    ])
    .with({ type: 'GrantSupport' }, ({ data: { traineeId: _, ...data } }) => grantSupport(data, state))
    .with({ type: 'RecordScale' }, ({ data: { traineeId: _, ...data } }) => recordScale(data, state, facts))
    .with({ type: 'RecogniseLeadHousehold' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'LeadHouseholdRecognised', data },
    ])
    .with({ type: 'RevokeRecognition' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'RecognitionRevoked', data },
    ])
    .with({ type: 'LeadCooperative' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'CooperativeLed', data }])
    .with({ type: 'StartMentoring' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'MentoringStarted', data }])
    .with({ type: 'EndMentoring' }, ({ data: { traineeId: _, ...data } }) => endMentoring(data, state))
    .with({ type: 'NameReserveCadre' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'ReserveCadreNamed', data }])
    .with({ type: 'RemoveReserveCadre' }, ({ data: { traineeId: _, ...data } }) => [
      { type: 'ReserveCadreRemoved', data },
    ])
    .with({ type: 'TakeVillagePost' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'VillagePostTaken', data }])
    .with({ type: 'EndVillagePost' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'VillagePostEnded', data }])
    .with({ type: 'Withdraw' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'JourneyWithdrawn', data }])
    .with({ type: 'Disqualify' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'TraineeDisqualified', data }])
    .with({ type: 'Reinstate' }, ({ data: { traineeId: _, ...data } }) => [{ type: 'JourneyReinstated', data }])
    .exhaustive()

/** An ending that answers another enrolment, or none, has nothing to end. */
const leaveBatch = (data: DataOf<'EnrolmentEnded'>, state: State): readonly Event[] =>
  isEnrolled(state, data.batchId, data.attempt) ? [{ type: 'EnrolmentEnded', data }] : []

const endMentoring = (data: DataOf<'MentoringEnded'>, { agreements }: State): readonly Event[] =>
  agreements.has(data.agreementId) ? [{ type: 'MentoringEnded', data }] : []

const grantSupport = (data: Omit<DataOf<'SupportGranted'>, 'total'>, { fundingFen }: State): readonly Event[] => {
  const total = fundingFen + (data.kind === 'funding' ? (data.amountFen ?? 0) : 0)
  // sound: a sum of whole fen is whole fen
  return [{ type: 'SupportGranted', data: { ...data, total: total as DataOf<'SupportGranted'>['total'] } }]
}

const recordScale = (
  data: Omit<DataOf<'ScaleRecorded'>, 'threshold'>,
  { thresholds }: State,
  { policy: { policy } }: Views,
): readonly Event[] => {
  const { annualIncomeFen: _, ...size } = data
  const threshold = thresholdOf(policy, data.industry)?.quantity ?? 0
  const isFirstToReach = data.quantity >= threshold && !thresholds.has(data.industry)
  return [
    { type: 'ScaleRecorded', data: { ...data, threshold } },
    ...(isFirstToReach ? [{ type: 'ScaleThresholdReached' as const, data: { ...size, threshold } }] : []),
  ]
}

export const decider: Decider<Command, Event, State, Views> = {
  initialState,
  evolve,
  views,
  absentViews,
  decide: decideWith({ propose, rules, evolve, slots }),
}
