// One small programme, told as commands in their order: the examples of the contract, and a walk through it for tests.
// Its people are made up.

/** A command as a caller sends it. */
export interface Step {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

const step = (type: string, data: Readonly<Record<string, unknown>>): Step => ({ type, data })

const county = '532329'
const township = '532329104'
const village = '532329104207'
const baseId = 'base-1'
const by = { role: 'townshipParty', id: 'office-3' }

const place = (placeId: string, zone: string, kind: string, size: object = {}): Step =>
  step('OpenFacility', { baseId, placeId, zone, kind, name: placeId, ...size, certainty: 'exact', on: '2018-01-02' })

const course = (courseId: string, component: string, subject: string): Step =>
  step('OfferCourse', {
    courseId,
    baseId,
    title: courseId,
    kind: 'theory',
    component,
    subject,
    hours: 4,
    addresses: ['skills'],
    on: '2018-01-05',
  })

const nominate = (traineeId: string, name: string, rest: object = {}): Step =>
  step('NominateCandidate', {
    traineeId,
    baseId,
    divisionCode: village,
    category: 'villager',
    partyMember: false,
    willing: true,
    potential: ['growing'],
    needs: ['skills', 'marketAccess'],
    by: { role: 'villageBranch', id: 'branch-7' },
    lawfulBasis: 'consent',
    personal: { name },
    on: '2018-01-06',
    ...rest,
  })

const review = (traineeId: string): Step =>
  step('ReviewEligibility', { traineeId, passed: true, findings: [], by, on: '2018-01-08' })
const select = (traineeId: string): Step => step('SelectTrainee', { traineeId, on: '2018-01-09' })

const session = (sessionId: string, courseId: string, date: string, requestedBy: readonly string[] = []): Step =>
  step('ScheduleSession', {
    batchId: 'batch-1',
    sessionId,
    courseId,
    date,
    period: 'morning',
    instructorId: 'instructor-1',
    placeId: 'classroom-1',
    requestedBy,
    by,
    on: '2018-01-12',
  })

const gate = (named: string, on: string): Step =>
  step('ReviewGate', { batchId: 'batch-1', gate: named, passed: true, findings: [], by, on })
const deliver = (sessionId: string, present: readonly string[], on: string): Step =>
  step('DeliverSession', { batchId: 'batch-1', sessionId, present, on })

const plan = (batchId: string): Step =>
  step('PlanBatch', {
    batchId,
    baseId,
    title: '食用菌种植培训班',
    audience: ['villager', 'partyMember'],
    seats: 50,
    startsOn: '2018-02-05',
    endsOn: '2018-02-09',
    on: '2018-01-11',
  })

const household = (householdId: string): Step =>
  step('RegisterHousehold', {
    householdId,
    baseId,
    divisionCode: village,
    people: 4,
    category: 'general',
    mainCause: 'illness',
    personal: { head: '某户主' },
    on: '2018-01-10',
  })

const agreement = (agreementId: string, from: string, until: string): Step =>
  step('SignAgreement', {
    agreementId,
    baseId,
    mentorId: 'trainee-1',
    mode: 'leaderFarmers',
    partyOrganisation: 'branch-7',
    industry: 'morels',
    quotaPeople: 20,
    from,
    until,
    on: from,
  })

const reserve = (on: string): Step => step('NameReserveCadre', { traineeId: 'trainee-1', divisionCode: village, on })

const beginnings: readonly Step[] = [
  step('RegisterDivision', { code: county, level: 'county', name: '武定县', on: '2017-01-01' }),
  step('RegisterDivision', { code: township, level: 'township', name: '插甸镇', parent: county, on: '2017-01-01' }),
  step('RegisterDivision', {
    code: village,
    level: 'village',
    name: '老木坝村',
    parent: township,
    villagerGroups: 9,
    population: 1200,
    certainty: 'about',
    on: '2017-01-01',
  }),
  step('ClassifyDivision', { code: village, status: 'poor', on: '2017-02-01' }),
  step('CountPoverty', {
    code: village,
    population: 1200,
    poorPeople: 312,
    source: 'counted',
    dateCertainty: 'exact',
    on: '2017-12-31',
  }),
  step('CountWilling', { code: village, people: 86, on: '2017-12-31' }),
  step('FoundBase', { baseId, divisionCode: township, name: '农村党员实践基地', areaMu: 25, on: '2018-01-01' }),
  step('AdoptPolicy', {
    baseId,
    version: 1,
    effectiveFrom: '2018-01-01',
    policy: { scaleThresholds: { morels: { quantity: 10, unit: 'mu' } }, povertyLineFen: { 2018: 350000 } },
    on: '2018-01-01',
  }),
  step('RecordContribution', {
    baseId,
    level: 'county',
    amountFen: 60000000,
    certainty: 'exact',
    reference: 'grant-2018-04',
    on: '2018-01-02',
  }),
  place('classroom-1', 'teaching', 'classroom', { seats: 60 }),
  place('dormitory-1', 'living', 'dormitory', { beds: 80 }),
  place('field-1', 'cropTraining', 'trainingGround'),
  place('pen-1', 'livestockTraining', 'trainingGround'),
  place('classroom-2', 'teaching', 'classroom', { seats: 20 }),
  step('ClosePlace', { baseId, placeId: 'classroom-2', reason: 'rebuilding', on: '2018-01-03' }),
  step('OpenPracticePoint', {
    baseId,
    placeId: 'point-1',
    name: '羊肚菌种植点',
    divisionCode: village,
    speciality: 'morels',
    on: '2018-01-03',
  }),
  step('HangPlaque', { baseId, name: '党员教育实践基地', on: '2018-01-03' }),
  step('CommissionBase', { baseId, on: '2018-01-04' }),
  course('course-1', 'partySpirit', 'partyHistory'),
  course('course-2', 'skills', 'morels'),
  course('course-3', 'practice', 'pruning'),
  course('course-4', 'skills', 'beekeeping'),
  step('ReviseCourse', { courseId: 'course-4', hours: 6, on: '2018-01-06' }),
  step('WithdrawCourse', { courseId: 'course-4', reason: 'noDemand', on: '2018-01-07' }),
  ...['instructor-1', 'instructor-2'].map((instructorId) =>
    step('EngageInstructor', {
      instructorId,
      baseId,
      category: 'localTalent',
      subjects: ['partyHistory', 'morels', 'pruning'],
      personal: { name: '某教师' },
      on: '2018-01-05',
    }),
  ),
  step('ReviseSubjects', { instructorId: 'instructor-2', subjects: ['pruning'], on: '2018-01-06' }),
  step('ReleaseInstructor', { instructorId: 'instructor-2', reason: 'transferred', on: '2018-01-07' }),
]

const people: readonly Step[] = [
  nominate('trainee-1', '学员甲', {
    category: 'partyMember',
    partyMember: true,
    personal: { name: '学员甲', idNumber: 'made-up-1', phone: 'made-up', birthYear: 1980 },
  }),
  nominate('trainee-2', '学员乙'),
  nominate('trainee-3', '学员丙'),
  nominate('trainee-4', '学员丁'),
  nominate('trainee-5', '学员戊'),
  step('ReviseProfile', { traineeId: 'trainee-1', needs: ['skills'], reason: 'interview', on: '2018-01-07' }),
  step('CorrectTraineeDetails', {
    traineeId: 'trainee-1',
    personal: { name: '学员甲', idNumber: 'made-up-1', birthYear: 1981 },
    reason: 'typingError',
    on: '2018-01-07',
  }),
  ...['trainee-1', 'trainee-5'].flatMap((traineeId) => [review(traineeId), select(traineeId)]),
  step('RejectCandidate', { traineeId: 'trainee-2', reason: 'alreadyTrained', on: '2018-01-09' }),
  step('Withdraw', { traineeId: 'trainee-3', reason: 'workElsewhere', on: '2018-01-09' }),
  step('Disqualify', { traineeId: 'trainee-4', reason: 'falseStatement', on: '2018-01-09' }),
  step('Reinstate', { traineeId: 'trainee-4', reason: 'appealUpheld', on: '2018-01-10' }),
  step('RequestCourses', { traineeId: 'trainee-1', subjects: ['morels'], on: '2018-01-10' }),
]

const training: readonly Step[] = [
  plan('batch-1'),
  session('session-1', 'course-1', '2018-02-05'),
  session('session-2', 'course-2', '2018-02-06', ['trainee-1']),
  session('session-3', 'course-3', '2018-02-07'),
  session('session-4', 'course-3', '2018-02-08'),
  step('CancelSession', { batchId: 'batch-1', sessionId: 'session-4', reason: 'weather', on: '2018-01-13' }),
  gate('curriculum', '2018-01-14'),
  gate('mode', '2018-01-14'),
  step('OpenEnrolment', { batchId: 'batch-1', on: '2018-01-15' }),
  step('TakeSeat', { batchId: 'batch-1', traineeId: 'trainee-1', dormitoryId: 'dormitory-1', on: '2018-01-16' }),
  step('TakeSeat', { batchId: 'batch-1', traineeId: 'trainee-5', on: '2018-01-16' }),
  step('ReleaseSeat', { batchId: 'batch-1', traineeId: 'trainee-5', reason: 'harvest', on: '2018-01-18' }),
  step('StartBatch', { batchId: 'batch-1', on: '2018-02-05' }),
  deliver('session-1', ['trainee-1'], '2018-02-05'),
  deliver('session-2', ['trainee-1'], '2018-02-06'),
  deliver('session-3', [], '2018-02-07'),
  step('CorrectAttendance', {
    batchId: 'batch-1',
    sessionId: 'session-3',
    traineeId: 'trainee-1',
    present: true,
    reason: 'listMislaid',
    on: '2018-02-08',
  }),
  step('RecordAssessment', { batchId: 'batch-1', traineeId: 'trainee-1', score: 85, on: '2018-02-08' }),
  step('GiveFeedback', {
    batchId: 'batch-1',
    traineeId: 'trainee-1',
    rating: 5,
    note: '讲得清楚',
    on: '2018-02-08',
  }),
  gate('effectiveness', '2018-02-09'),
  step('CloseBatch', { batchId: 'batch-1', on: '2018-02-10' }),
  plan('batch-2'),
  step('CancelBatch', { batchId: 'batch-2', reason: 'merged', on: '2018-01-20' }),
]

const leading: readonly Step[] = [
  ...['trainee-1', 'trainee-5'].map((traineeId) =>
    step('ListLeadCandidate', { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-01' }),
  ),
  step('DelistLeadCandidate', { traineeId: 'trainee-5', reason: 'movedAway', on: '2018-03-02' }),
  step('GrantSupport', {
    traineeId: 'trainee-1',
    kind: 'funding',
    amountFen: 2000000,
    instrument: 'subsidy',
    purpose: 'seedlings',
    on: '2018-03-02',
  }),
  step('RecordScale', {
    traineeId: 'trainee-1',
    industry: 'morels',
    quantity: 12,
    unit: 'mu',
    annualIncomeFen: 8000000,
    on: '2018-03-03',
  }),
  step('RecogniseLeadHousehold', { traineeId: 'trainee-1', industry: 'morels', on: '2018-03-04' }),
  step('LeadCooperative', {
    traineeId: 'trainee-1',
    cooperativeId: 'cooperative-1',
    name: '食用菌种植专业合作社',
    members: 20,
    farmers: 18,
    partyLed: true,
    on: '2018-03-05',
  }),
]

const mentoring: readonly Step[] = [
  household('household-1'),
  household('household-2'),
  step('ReviseMembers', { householdId: 'household-1', people: 5, reason: 'birth', on: '2018-02-01' }),
  step('CorrectHouseholdDetails', {
    householdId: 'household-1',
    personal: { head: '某户主', phone: 'made-up' },
    reason: 'typingError',
    on: '2018-02-01',
  }),
  agreement('agreement-1', '2018-04-01', '2019-12-31'),
  step('PledgeResource', { agreementId: 'agreement-1', kind: 'land', quantity: 30, unit: 'mu', on: '2018-04-02' }),
  step('RecordFarmersDrawn', { agreementId: 'agreement-1', households: 12, on: '2018-06-01' }),
  step('PlaceHousehold', { agreementId: 'agreement-1', householdId: 'household-1', on: '2018-04-03' }),
  step('PlaceHousehold', { agreementId: 'agreement-1', householdId: 'household-2', on: '2018-04-03' }),
  step('RecordVisit', {
    agreementId: 'agreement-1',
    householdId: 'household-1',
    note: '长势良好',
    on: '2018-05-03',
  }),
  step('ReleaseHousehold', {
    agreementId: 'agreement-1',
    householdId: 'household-2',
    reason: 'movedAway',
    on: '2018-05-10',
  }),
  step('RecordIncome', { householdId: 'household-1', year: 2018, perCapitaFen: 420000, on: '2018-11-01' }),
  step('ConfirmExit', {
    householdId: 'household-1',
    incomeYear: 2018,
    twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
    publicisedFrom: '2018-11-02',
    publicisedUntil: '2018-11-20',
    on: '2018-12-01',
  }),
  step('RecordRelapse', { householdId: 'household-1', cause: 'illness', on: '2019-06-01' }),
  step('CompleteAgreement', { agreementId: 'agreement-1', on: '2019-12-31' }),
  agreement('agreement-2', '2020-01-01', '2021-12-31'),
  step('TerminateAgreement', { agreementId: 'agreement-2', reason: 'mentorIll', on: '2020-03-01' }),
]

const posts: readonly Step[] = [
  reserve('2020-04-01'),
  step('RemoveReserveCadre', { traineeId: 'trainee-1', reason: 'ownWish', on: '2020-04-10' }),
  reserve('2020-05-01'),
  step('TakeVillagePost', {
    traineeId: 'trainee-1',
    post: 'secretary',
    body: 'partyBranch',
    how: 'appointed',
    divisionCode: village,
    on: '2020-06-01',
  }),
  step('EndVillagePost', { traineeId: 'trainee-1', post: 'secretary', reason: 'termOver', on: '2021-06-01' }),
  step('RevokeRecognition', { traineeId: 'trainee-1', industry: 'morels', reason: 'gaveUp', on: '2021-07-01' }),
]

/** In this order, each is accepted, once what the ones before it set off has settled. */
export const story: readonly Step[] = [...beginnings, ...people, ...training, ...leading, ...mentoring, ...posts]

/** The examples of one command, by their place in the story. */
export const examplesOf = (type: string): readonly { readonly name: string; readonly data: Step['data'] }[] =>
  story.flatMap((told, at) =>
    told.type === type ? [{ name: `step-${String(at + 1).padStart(3, '0')}`, data: told.data }] : [],
  )
