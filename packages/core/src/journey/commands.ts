import { z } from 'zod'
import { commandTypes } from '../shared/command-types.js'
import { command } from '../shared/schemas.js'
import { TraineeId } from '../shared/value-objects.js'
import * as Events from './events.js'

/** A command that says what its event says, of this trainee. */
const says = <Type extends string, Shape extends z.ZodRawShape>(
  type: Type,
  { shape }: { readonly shape: { readonly data: { readonly shape: Shape } } },
) => command(type, { traineeId: TraineeId, ...shape.data.shape })

const { total: _total, ...support } = Events.SupportGranted.shape.data.shape
const { threshold: _threshold, ...scale } = Events.ScaleRecorded.shape.data.shape
const personal = Events.Personal

export const NominateCandidate = command('NominateCandidate', {
  ...Events.CandidateNominated.shape.data.shape,
  personal,
})
export const ReviseProfile = says('ReviseProfile', Events.ProfileRevised)
export const CorrectTraineeDetails = command('CorrectTraineeDetails', {
  traineeId: TraineeId,
  ...Events.TraineeDetailsCorrected.shape.data.shape,
  personal,
})
export const ReviewEligibility = says('ReviewEligibility', Events.EligibilityReviewed)
export const SelectTrainee = says('SelectTrainee', Events.TraineeSelected)
export const RejectCandidate = says('RejectCandidate', Events.CandidateRejected)
export const RequestCourses = says('RequestCourses', Events.CoursesRequested)
export const Enrol = says('Enrol', Events.TraineeEnrolled)
export const LeaveBatch = says('LeaveBatch', Events.EnrolmentEnded)
export const RecordTraining = says('RecordTraining', Events.TrainingCompleted)
export const ListLeadCandidate = says('ListLeadCandidate', Events.LeadCandidateListed)
export const DelistLeadCandidate = says('DelistLeadCandidate', Events.LeadCandidateDelisted)
export const GrantSupport = command('GrantSupport', { traineeId: TraineeId, ...support })
export const RecordScale = command('RecordScale', { traineeId: TraineeId, ...scale })
export const RecogniseLeadHousehold = says('RecogniseLeadHousehold', Events.LeadHouseholdRecognised)
export const RevokeRecognition = says('RevokeRecognition', Events.RecognitionRevoked)
export const LeadCooperative = says('LeadCooperative', Events.CooperativeLed)
export const StartMentoring = says('StartMentoring', Events.MentoringStarted)
export const EndMentoring = says('EndMentoring', Events.MentoringEnded)
export const NameReserveCadre = says('NameReserveCadre', Events.ReserveCadreNamed)
export const RemoveReserveCadre = says('RemoveReserveCadre', Events.ReserveCadreRemoved)
export const TakeVillagePost = says('TakeVillagePost', Events.VillagePostTaken)
export const EndVillagePost = says('EndVillagePost', Events.VillagePostEnded)
export const Withdraw = says('Withdraw', Events.JourneyWithdrawn)
export const Disqualify = says('Disqualify', Events.TraineeDisqualified)
export const Reinstate = says('Reinstate', Events.JourneyReinstated)

export const Command = z.discriminatedUnion('type', [
  NominateCandidate,
  ReviseProfile,
  CorrectTraineeDetails,
  ReviewEligibility,
  SelectTrainee,
  RejectCandidate,
  RequestCourses,
  Enrol,
  LeaveBatch,
  RecordTraining,
  ListLeadCandidate,
  DelistLeadCandidate,
  GrantSupport,
  RecordScale,
  RecogniseLeadHousehold,
  RevokeRecognition,
  LeadCooperative,
  StartMentoring,
  EndMentoring,
  NameReserveCadre,
  RemoveReserveCadre,
  TakeVillagePost,
  EndVillagePost,
  Withdraw,
  Disqualify,
  Reinstate,
])
export type Command = z.infer<typeof Command>

/** What each records, and which ones only processes send. */
export const types = commandTypes(
  Command.options,
  {
    NominateCandidate: ['CandidateNominated'],
    ReviseProfile: ['ProfileRevised'],
    CorrectTraineeDetails: ['TraineeDetailsCorrected'],
    ReviewEligibility: ['EligibilityReviewed'],
    SelectTrainee: ['TraineeSelected'],
    RejectCandidate: ['CandidateRejected'],
    RequestCourses: ['CoursesRequested'],
    Enrol: ['TraineeEnrolled'],
    LeaveBatch: ['EnrolmentEnded'],
    RecordTraining: ['TrainingCompleted', 'TrainingNotCompleted'],
    ListLeadCandidate: ['LeadCandidateListed'],
    DelistLeadCandidate: ['LeadCandidateDelisted'],
    GrantSupport: ['SupportGranted'],
    RecordScale: ['ScaleRecorded', 'ScaleThresholdReached'],
    RecogniseLeadHousehold: ['LeadHouseholdRecognised'],
    RevokeRecognition: ['RecognitionRevoked'],
    LeadCooperative: ['CooperativeLed'],
    StartMentoring: ['MentoringStarted'],
    EndMentoring: ['MentoringEnded'],
    NameReserveCadre: ['ReserveCadreNamed'],
    RemoveReserveCadre: ['ReserveCadreRemoved'],
    TakeVillagePost: ['VillagePostTaken'],
    EndVillagePost: ['VillagePostEnded'],
    Withdraw: ['JourneyWithdrawn'],
    Disqualify: ['TraineeDisqualified'],
    Reinstate: ['JourneyReinstated'],
  },
  ['Enrol', 'LeaveBatch', 'RecordTraining', 'StartMentoring', 'EndMentoring'],
)
