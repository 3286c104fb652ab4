// Every name in the description of the domain, copied by hand: a test compares them with the code.

/** Commands by aggregate, each with the events that it records. */
export const commandsByAggregate: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  division: {
    RegisterDivision: ['DivisionRegistered'],
    ClassifyDivision: ['DivisionClassified'],
    CountPoverty: ['PovertyCounted'],
    CountWilling: ['WillingCounted'],
  },
  base: {
    FoundBase: ['BaseFounded'],
    RecordContribution: ['ContributionRecorded'],
    OpenFacility: ['FacilityOpened'],
    OpenPracticePoint: ['PracticePointOpened'],
    ClosePlace: ['PlaceClosed'],
    HangPlaque: ['PlaqueHung'],
    CommissionBase: ['BaseCommissioned'],
    AdoptPolicy: ['PolicyAdopted'],
  },
  calendar: {
    BookPlace: ['PlaceBooked'],
    CancelPlaceBooking: ['PlaceBookingCancelled'],
    ReserveBed: ['BedReserved'],
    ReleaseBed: ['BedReleased'],
  },
  instructor: {
    EngageInstructor: ['InstructorEngaged'],
    ReviseSubjects: ['SubjectsRevised'],
    BookInstructor: ['InstructorBooked'],
    CancelBooking: ['BookingCancelled'],
    ReleaseInstructor: ['InstructorReleased'],
  },
  course: {
    OfferCourse: ['CourseOffered'],
    ReviseCourse: ['CourseRevised'],
    WithdrawCourse: ['CourseWithdrawn'],
  },
  journey: {
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
  batch: {
    PlanBatch: ['BatchPlanned'],
    ScheduleSession: ['SessionScheduled'],
    CancelSession: ['SessionCancelled'],
    ReviewGate: ['GateReviewed'],
    OpenEnrolment: ['EnrolmentOpened'],
    TakeSeat: ['SeatTaken'],
    ReleaseSeat: ['SeatReleased'],
    StartBatch: ['BatchStarted'],
    DeliverSession: ['SessionDelivered'],
    CorrectAttendance: ['AttendanceCorrected'],
    RecordAssessment: ['AssessmentRecorded'],
    GiveFeedback: ['FeedbackGiven'],
    CloseBatch: ['BatchClosed'],
    CancelBatch: ['BatchCancelled'],
  },
  household: {
    RegisterHousehold: ['HouseholdRegistered'],
    ReviseMembers: ['MembersRevised'],
    CorrectHouseholdDetails: ['HouseholdDetailsCorrected'],
    RecordIncome: ['IncomeRecorded'],
    AcceptMentor: ['MentorAccepted'],
    EndMentor: ['MentorEnded'],
    ConfirmExit: ['PovertyExited'],
    RecordRelapse: ['PovertyRelapsed'],
  },
  agreement: {
    SignAgreement: ['AgreementSigned'],
    PledgeResource: ['ResourcePledged'],
    RecordFarmersDrawn: ['FarmersDrawn'],
    PlaceHousehold: ['HouseholdPlaced'],
    ConfirmPlacement: ['PlacementConfirmed'],
    DeclinePlacement: ['PlacementDeclined'],
    RecordVisit: ['VisitRecorded'],
    RecordOutcome: ['OutcomeRecorded'],
    ReleaseHousehold: ['HouseholdReleased'],
    CompleteAgreement: ['AgreementCompleted'],
    TerminateAgreement: ['AgreementTerminated'],
  },
}

/** Commands that only processes send. */
export const processCommands: readonly string[] = [
  'BookPlace',
  'CancelPlaceBooking',
  'ReserveBed',
  'ReleaseBed',
  'BookInstructor',
  'CancelBooking',
  'Enrol',
  'LeaveBatch',
  'RecordTraining',
  'StartMentoring',
  'EndMentoring',
  'AcceptMentor',
  'EndMentor',
  'ConfirmPlacement',
  'DeclinePlacement',
  'RecordOutcome',
]

/** The number of rules in each family; they are numbered from 1. */
export const ruleCounts = { B: 5, I: 3, C: 4, S: 6, T: 14, L: 5, K: 2, M: 10, X: 5, G: 7 } as const

/** Rules that the engine applies. */
export const engineRuleIds: readonly string[] = ['G8', 'G9', 'G10', 'G11']
export const invariantIds: readonly string[] = ['M7', 'M9', 'M10']
export const assuranceIds: readonly string[] = ['G1', 'G2', 'G4']

export const processNames: readonly string[] = [
  'booking',
  'enrolment',
  'graduation',
  'placement',
  'mentoring',
  'outcome',
  'departure',
]

export const readModelNames: readonly string[] = [
  'journeyTimeline',
  'journeyFunnel',
  'rotationCoverage',
  'batchRegister',
  'menuBoard',
  'facultyPool',
  'facilityUse',
  'leadHouseholds',
  'supportLedger',
  'mentoringNetwork',
  'povertyIncidence',
  'cadrePipeline',
  'worklist',
  'fiveTasks',
]
