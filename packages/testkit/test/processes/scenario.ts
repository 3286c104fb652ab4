// Commands of a small programme: a base with its rooms, menu and pool, trainees, lead households, poor households.
import { domain, policySchemaOf } from '@skein/core'

const by = { role: 'base', id: 'office' } as const
const divisionCode = '532329104207'
const baseId = 'b1'
const command = (type: string, data: object) => ({ type, data })

/** A commissioned base with one classroom, a dormitory of `beds`, a policy, three courses and two instructors. */
export const base = (beds = 1): readonly unknown[] => {
  const place = (placeId: string, zone: string, kind: string, size: object = {}) =>
    command('OpenFacility', {
      baseId,
      placeId,
      zone,
      kind,
      name: placeId,
      certainty: 'exact',
      on: '2018-01-02',
      ...size,
    })
  const course = (courseId: string, component: string, subject: string) =>
    command('OfferCourse', {
      courseId,
      baseId,
      title: courseId,
      kind: 'theory',
      component,
      subject,
      hours: 4,
      addresses: ['skills'],
      on: '2018-01-03',
    })
  const instructor = (instructorId: string) =>
    command('EngageInstructor', {
      instructorId,
      baseId,
      category: 'expert',
      subjects: ['history', 'morels', 'pruning'],
      personal: { name: 'made up' },
      on: '2018-01-03',
    })
  return [
    command('RegisterDivision', { code: divisionCode, level: 'village', name: 'A village', on: '2017-01-01' }),
    command('FoundBase', { baseId, divisionCode, name: 'The base', areaMu: 40, on: '2018-01-01' }),
    command('AdoptPolicy', {
      baseId,
      version: 1,
      effectiveFrom: '2018-01-01',
      policy: policySchemaOf(domain).parse({
        scaleThresholds: { morels: { quantity: 10, unit: 'mu' } },
        povertyLineFen: { 2018: 300_000 },
      }),
      on: '2018-01-01',
    }),
    place('room', 'teaching', 'classroom', { seats: 60 }),
    place('dorm', 'living', 'dormitory', { beds }),
    place('field', 'cropTraining', 'trainingGround'),
    place('pen', 'livestockTraining', 'trainingGround'),
    command('CommissionBase', { baseId, on: '2018-01-04' }),
    course('c1', 'partySpirit', 'history'),
    course('c2', 'skills', 'morels'),
    course('c3', 'practice', 'pruning'),
    instructor('i1'),
    instructor('i2'),
  ]
}

/** A trainee who is nominated, reviewed and selected, and requested morels. */
export const trainee = (traineeId: string): readonly unknown[] => [
  command('NominateCandidate', {
    traineeId,
    baseId,
    divisionCode,
    category: 'villager',
    partyMember: false,
    willing: true,
    potential: ['growing'],
    needs: ['skills'],
    by,
    lawfulBasis: 'consent',
    personal: { name: 'made up' },
    on: '2018-01-05',
  }),
  command('ReviewEligibility', { traineeId, passed: true, findings: [], by, on: '2018-01-06' }),
  command('SelectTrainee', { traineeId, on: '2018-01-07' }),
  command('RequestCourses', { traineeId, subjects: ['morels'], on: '2018-01-07' }),
]

const courseOf = { s1: 'c1', s2: 'c2', s3: 'c3' } as const
const dateOf = { s1: '2018-02-05', s2: '2018-02-06', s3: '2018-02-07' } as const

export const session = (batchId: string, sessionId: keyof typeof courseOf, changes: object = {}) =>
  command('ScheduleSession', {
    batchId,
    sessionId,
    courseId: courseOf[sessionId],
    date: dateOf[sessionId],
    period: 'morning',
    instructorId: 'i1',
    placeId: 'room',
    requestedBy: sessionId === 's2' ? ['t1'] : [],
    by,
    on: '2018-01-11',
    ...changes,
  })

export const plan = (batchId: string, changes: object = {}) =>
  command('PlanBatch', {
    batchId,
    baseId,
    title: batchId,
    audience: ['villager'],
    seats: 5,
    startsOn: '2018-02-05',
    endsOn: '2018-02-09',
    on: '2018-01-10',
    ...changes,
  })

/** A batch that is planned and scheduled. It must settle before enrolment opens. */
export const planned = (batchId: string, changes: object = {}): readonly unknown[] => [
  plan(batchId),
  ...(['s1', 's2', 's3'] as const).map((sessionId) => session(batchId, sessionId, changes)),
]

export const gate = (batchId: string, gate: string, passed = true, on = '2018-01-12') =>
  command('ReviewGate', { batchId, gate, passed, findings: [], by, on })
export const open = (batchId: string): readonly unknown[] => [
  gate(batchId, 'curriculum'),
  gate(batchId, 'mode'),
  command('OpenEnrolment', { batchId, on: '2018-01-13' }),
]
export const takeSeat = (batchId: string, traineeId: string, changes: object = {}) =>
  command('TakeSeat', { batchId, traineeId, on: '2018-01-15', ...changes })
export const start = (batchId: string) => command('StartBatch', { batchId, on: '2018-02-05' })

/** A batch that is started, delivered and closed, with `present` in every session. */
export const taught = (batchId: string, present: readonly string[]): readonly unknown[] => [
  start(batchId),
  ...(['s1', 's2', 's3'] as const).map((sessionId) =>
    command('DeliverSession', { batchId, sessionId, present, on: dateOf[sessionId] }),
  ),
  gate(batchId, 'effectiveness', false, '2018-02-09'),
  command('CloseBatch', { batchId, on: '2018-02-10' }),
]

/** From a completed training to a recognised lead household at scale. */
export const lead = (traineeId: string): readonly unknown[] => [
  command('ListLeadCandidate', { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-01' }),
  command('RecordScale', { traineeId, industry: 'morels', quantity: 12, unit: 'mu', on: '2018-03-02' }),
  command('RecogniseLeadHousehold', { traineeId, industry: 'morels', on: '2018-03-03' }),
]

export const household = (householdId: string, people = 3) =>
  command('RegisterHousehold', {
    householdId,
    baseId,
    divisionCode,
    people,
    category: 'general',
    mainCause: 'illness',
    personal: { head: 'made up' },
    on: '2018-01-05',
  })

export const sign = (agreementId: string, mentorId: string, changes: object = {}) =>
  command('SignAgreement', {
    agreementId,
    baseId,
    mentorId,
    mode: 'leaderFarmers',
    partyOrganisation: 'branch',
    industry: 'morels',
    quotaPeople: 20,
    from: '2018-04-01',
    until: '2019-12-31',
    on: '2018-04-01',
    ...changes,
  })

export const place = (agreementId: string, householdId: string, on = '2018-04-02') =>
  command('PlaceHousehold', { agreementId, householdId, on })

/** An exit with income above the line, everything assured, and enough publicity. */
export const exit = (householdId: string): readonly unknown[] => [
  command('RecordIncome', { householdId, year: 2018, perCapitaFen: 400_000, on: '2018-11-01' }),
  command('ConfirmExit', {
    householdId,
    incomeYear: 2018,
    twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
    publicisedFrom: '2018-11-02',
    publicisedUntil: '2018-11-20',
    on: '2018-12-01',
  }),
]
