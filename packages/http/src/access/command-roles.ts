// Which roles may send which command. The compiler demands an entry for every command that people send, and no other.
import type { CommandOfPeople } from '@skein/core'
import type { Role } from '../principal.js'

const countyOnly = ['county'] as const
const townshipOrCounty = ['township', 'county'] as const
const townshipOnly = ['township'] as const
const baseOrTownship = ['base', 'township'] as const
const allBelowCounty = ['base', 'township', 'village'] as const
const townshipOrVillage = ['township', 'village'] as const

export const rolesByCommand = {
  RegisterDivision: countyOnly,
  ClassifyDivision: countyOnly,
  CountPoverty: townshipOrCounty,
  CountWilling: ['township', 'village', 'county'],

  FoundBase: townshipOrCounty,
  RecordContribution: townshipOrCounty,
  AdoptPolicy: townshipOrCounty,
  CommissionBase: townshipOrCounty,
  OpenFacility: baseOrTownship,
  OpenPracticePoint: baseOrTownship,
  ClosePlace: baseOrTownship,
  HangPlaque: baseOrTownship,

  EngageInstructor: baseOrTownship,
  ReviseSubjects: baseOrTownship,
  ReleaseInstructor: baseOrTownship,
  OfferCourse: baseOrTownship,
  ReviseCourse: baseOrTownship,
  WithdrawCourse: baseOrTownship,

  NominateCandidate: allBelowCounty,
  ReviseProfile: allBelowCounty,
  CorrectTraineeDetails: allBelowCounty,
  RequestCourses: allBelowCounty,
  Withdraw: allBelowCounty,
  ReviewEligibility: townshipOnly,
  SelectTrainee: townshipOnly,
  RejectCandidate: townshipOnly,
  Disqualify: townshipOnly,
  Reinstate: townshipOnly,
  ListLeadCandidate: townshipOnly,
  DelistLeadCandidate: townshipOnly,
  GrantSupport: townshipOrCounty,
  RecordScale: townshipOrVillage,
  LeadCooperative: townshipOrVillage,
  RecogniseLeadHousehold: townshipOnly,
  RevokeRecognition: townshipOnly,
  NameReserveCadre: townshipOnly,
  RemoveReserveCadre: townshipOnly,
  TakeVillagePost: townshipOnly,
  EndVillagePost: townshipOnly,

  PlanBatch: baseOrTownship,
  ScheduleSession: baseOrTownship,
  CancelSession: baseOrTownship,
  ReviewGate: baseOrTownship,
  OpenEnrolment: baseOrTownship,
  TakeSeat: baseOrTownship,
  ReleaseSeat: baseOrTownship,
  StartBatch: baseOrTownship,
  DeliverSession: baseOrTownship,
  CorrectAttendance: baseOrTownship,
  RecordAssessment: baseOrTownship,
  GiveFeedback: baseOrTownship,
  CloseBatch: baseOrTownship,
  CancelBatch: baseOrTownship,

  RegisterHousehold: townshipOrVillage,
  ReviseMembers: townshipOrVillage,
  CorrectHouseholdDetails: townshipOrVillage,
  RecordIncome: townshipOrVillage,
  ConfirmExit: townshipOrCounty,
  RecordRelapse: townshipOrCounty,

  SignAgreement: baseOrTownship,
  PledgeResource: allBelowCounty,
  RecordFarmersDrawn: allBelowCounty,
  RecordVisit: allBelowCounty,
  PlaceHousehold: baseOrTownship,
  ReleaseHousehold: baseOrTownship,
  CompleteAgreement: baseOrTownship,
  TerminateAgreement: baseOrTownship,
} satisfies Readonly<Record<CommandOfPeople, readonly Role[]>>

const isInTable = (type: string): type is CommandOfPeople => Object.hasOwn(rolesByCommand, type)

/** The roles that may send a command of core; none for an unknown command or one that only processes send. */
export const allowedRoles = (type: string): readonly Role[] => (isInTable(type) ? rolesByCommand[type] : [])
