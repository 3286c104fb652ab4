// Which roles may send which command. What does not stand here is refused.
import type { Principal, Role } from '../principal.js'

const countyOnly = ['county'] as const
const government = ['township', 'county'] as const
const townshipOnly = ['township'] as const
const baseStaff = ['base', 'township'] as const
const nearPeople = ['base', 'township', 'village'] as const
const onTheGround = ['township', 'village'] as const

const allowed: Readonly<Record<string, readonly Role[]>> = {
  RegisterDivision: countyOnly,
  ClassifyDivision: countyOnly,
  CountPoverty: government,
  CountWilling: ['township', 'village', 'county'],

  FoundBase: government,
  RecordContribution: government,
  AdoptPolicy: government,
  CommissionBase: government,
  OpenFacility: baseStaff,
  OpenPracticePoint: baseStaff,
  ClosePlace: baseStaff,
  HangPlaque: baseStaff,

  EngageInstructor: baseStaff,
  ReviseSubjects: baseStaff,
  ReleaseInstructor: baseStaff,
  OfferCourse: baseStaff,
  ReviseCourse: baseStaff,
  WithdrawCourse: baseStaff,

  NominateCandidate: nearPeople,
  ReviseProfile: nearPeople,
  CorrectTraineeDetails: nearPeople,
  RequestCourses: nearPeople,
  Withdraw: nearPeople,
  ReviewEligibility: townshipOnly,
  SelectTrainee: townshipOnly,
  RejectCandidate: townshipOnly,
  Disqualify: townshipOnly,
  Reinstate: townshipOnly,
  ListLeadCandidate: townshipOnly,
  DelistLeadCandidate: townshipOnly,
  GrantSupport: government,
  RecordScale: onTheGround,
  LeadCooperative: onTheGround,
  RecogniseLeadHousehold: townshipOnly,
  RevokeRecognition: townshipOnly,
  NameReserveCadre: townshipOnly,
  RemoveReserveCadre: townshipOnly,
  TakeVillagePost: townshipOnly,
  EndVillagePost: townshipOnly,

  PlanBatch: baseStaff,
  ScheduleSession: baseStaff,
  CancelSession: baseStaff,
  ReviewGate: baseStaff,
  OpenEnrolment: baseStaff,
  TakeSeat: baseStaff,
  ReleaseSeat: baseStaff,
  StartBatch: baseStaff,
  DeliverSession: baseStaff,
  CorrectAttendance: baseStaff,
  RecordAssessment: baseStaff,
  GiveFeedback: baseStaff,
  CloseBatch: baseStaff,
  CancelBatch: baseStaff,

  RegisterHousehold: onTheGround,
  ReviseMembers: onTheGround,
  CorrectHouseholdDetails: onTheGround,
  RecordIncome: onTheGround,
  ConfirmExit: government,
  RecordRelapse: government,

  SignAgreement: baseStaff,
  PledgeResource: nearPeople,
  RecordFarmersDrawn: nearPeople,
  RecordVisit: nearPeople,
  PlaceHousehold: baseStaff,
  ReleaseHousehold: baseStaff,
  CompleteAgreement: baseStaff,
  TerminateAgreement: baseStaff,
}

/** The roles that may send a command; none for one that is not listed. */
export const sendersOf = (type: string): readonly Role[] => (Object.hasOwn(allowed, type) ? (allowed[type] ?? []) : [])

export const maySend = ({ roles }: Principal, type: string): boolean =>
  sendersOf(type).some((role) => roles.includes(role))
