import { type CommandInputOf, type CommandOf, commandsTo, commandTypes } from '@skein/kernel'
import { TraineeId } from '../shared/value-objects.js'
import * as Events from './events.js'

const { command, mirror } = commandsTo({ traineeId: TraineeId })

/** Commands that are copied into their event. */
export const mirrors = [
  mirror('NominateCandidate', Events.CandidateNominated),
  mirror('ReviseProfile', Events.ProfileRevised),
  mirror('CorrectTraineeDetails', Events.TraineeDetailsCorrected),
  mirror('ReviewEligibility', Events.EligibilityReviewed),
  mirror('SelectTrainee', Events.TraineeSelected),
  mirror('RejectCandidate', Events.CandidateRejected),
  mirror('RequestCourses', Events.CoursesRequested),
  mirror('Enrol', Events.TraineeEnrolled, { byProcess: true }),
  mirror('ListLeadCandidate', Events.LeadCandidateListed),
  mirror('DelistLeadCandidate', Events.LeadCandidateDelisted),
  mirror('GrantSupport', Events.SupportGranted),
  mirror('RecogniseLeadHousehold', Events.LeadHouseholdRecognised),
  mirror('RevokeRecognition', Events.RecognitionRevoked),
  mirror('LeadCooperative', Events.CooperativeLed),
  mirror('StartMentoring', Events.MentoringStarted, { byProcess: true }),
  mirror('NameReserveCadre', Events.ReserveCadreNamed),
  mirror('RemoveReserveCadre', Events.ReserveCadreRemoved),
  mirror('TakeVillagePost', Events.VillagePostTaken),
  mirror('EndVillagePost', Events.VillagePostEnded),
  mirror('Withdraw', Events.JourneyWithdrawn),
  mirror('Disqualify', Events.TraineeDisqualified),
  mirror('Reinstate', Events.JourneyReinstated),
]

/** Commands that `decide.ts` turns into events. */
export const decided = [
  command('LeaveBatch', ['EnrolmentEnded'], Events.EnrolmentEnded.shape.data.shape, { byProcess: true }),
  command('RecordTraining', ['TrainingCompleted', 'TrainingNotCompleted'], Events.TrainingCompleted.shape.data.shape, {
    byProcess: true,
  }),
  command(
    'RecordScale',
    ['ScaleRecorded', 'ScaleThresholdReached'],
    Events.ScaleRecorded.shape.data.omit({ threshold: true }).shape,
  ),
  command('EndMentoring', ['MentoringEnded'], Events.MentoringEnded.shape.data.shape, { byProcess: true }),
]

export type CommandType = (typeof mirrors)[number] | (typeof decided)[number]
export type Command = CommandOf<CommandType>
export type Decided = CommandOf<(typeof decided)[number]>
/** As callers write it: ids, days and codes as plain strings. */
export type CommandInput = CommandInputOf<CommandType>

export const types = commandTypes([...mirrors, ...decided])
