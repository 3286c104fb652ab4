// A small programme as commands: a base with its rooms, menu and pool, people to train, lead households, poor households.
import { Policy } from '../src/policy/policy.js'

const by = { role: 'base', id: 'office' } as const
const divisionCode = '532329104207'
const baseId = 'b1'
const said = (type: string, data: object) => ({ type, data })

/** A commissioned base with one classroom, a dormitory of `beds`, a policy, three courses and two instructors. */
export const base = (beds = 1): readonly unknown[] => {
  const place = (placeId: string, zone: string, kind: string, size: object = {}) =>
    said('OpenFacility', { baseId, placeId, zone, kind, name: placeId, certainty: 'exact', on: '2018-01-02', ...size })
  const course = (courseId: string, component: string, subject: string) =>
    said('OfferCourse', {
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
    said('EngageInstructor', {
      instructorId,
      baseId,
      category: 'expert',
      subjects: ['history', 'morels', 'pruning'],
      personal: { name: 'made up' },
      on: '2018-01-03',
    })
  return [
    said('RegisterDivision', { code: divisionCode, level: 'village', name: 'A village', on: '2017-01-01' }),
    said('FoundBase', { baseId, divisionCode, name: 'The base', areaMu: 40, on: '2018-01-01' }),
    said('AdoptPolicy', {
      baseId,
      version: 1,
      effectiveFrom: '2018-01-01',
      policy: Policy.parse({
        scaleThresholds: { morels: { quantity: 10, unit: 'mu' } },
        povertyLineFen: { 2018: 300_000 },
      }),
      on: '2018-01-01',
    }),
    place('room', 'teaching', 'classroom', { seats: 60 }),
    place('dorm', 'living', 'dormitory', { beds }),
    place('field', 'cropTraining', 'trainingGround'),
    place('pen', 'livestockTraining', 'trainingGround'),
    said('CommissionBase', { baseId, on: '2018-01-04' }),
    course('c1', 'partySpirit', 'history'),
    course('c2', 'skills', 'morels'),
    course('c3', 'practice', 'pruning'),
    instructor('i1'),
    instructor('i2'),
  ]
}

/** Nominated, reviewed and selected; everybody asked for morels. */
export const trainee = (traineeId: string): readonly unknown[] => [
  said('NominateCandidate', {
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
  said('ReviewEligibility', { traineeId, passed: true, findings: [], by, on: '2018-01-06' }),
  said('SelectTrainee', { traineeId, on: '2018-01-07' }),
  said('RequestCourses', { traineeId, subjects: ['morels'], on: '2018-01-07' }),
]

const starting = { s1: 'c1', s2: 'c2', s3: 'c3' } as const
const dates = { s1: '2018-02-05', s2: '2018-02-06', s3: '2018-02-07' } as const

export const session = (batchId: string, sessionId: keyof typeof starting, changes: object = {}) =>
  said('ScheduleSession', {
    batchId,
    sessionId,
    courseId: starting[sessionId],
    date: dates[sessionId],
    period: 'morning',
    instructorId: 'i1',
    placeId: 'room',
    requestedBy: sessionId === 's2' ? ['t1'] : [],
    by,
    on: '2018-01-11',
    ...changes,
  })

export const plan = (batchId: string, changes: object = {}) =>
  said('PlanBatch', {
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

/** Planned and scheduled; it must settle before it is opened. */
export const planned = (batchId: string, changes: object = {}): readonly unknown[] => [
  plan(batchId),
  ...(['s1', 's2', 's3'] as const).map((sessionId) => session(batchId, sessionId, changes)),
]

export const gate = (batchId: string, gate: string, passed = true, on = '2018-01-12') =>
  said('ReviewGate', { batchId, gate, passed, findings: [], by, on })
export const open = (batchId: string): readonly unknown[] => [
  gate(batchId, 'curriculum'),
  gate(batchId, 'mode'),
  said('OpenEnrolment', { batchId, on: '2018-01-13' }),
]
export const takeSeat = (batchId: string, traineeId: string, changes: object = {}) =>
  said('TakeSeat', { batchId, traineeId, on: '2018-01-15', ...changes })
export const start = (batchId: string) => said('StartBatch', { batchId, on: '2018-02-05' })

/** Started, delivered and closed, with `present` in every session. */
export const taught = (batchId: string, present: readonly string[]): readonly unknown[] => [
  start(batchId),
  ...(['s1', 's2', 's3'] as const).map((sessionId) =>
    said('DeliverSession', { batchId, sessionId, present, on: dates[sessionId] }),
  ),
  gate(batchId, 'effectiveness', false, '2018-02-09'),
  said('CloseBatch', { batchId, on: '2018-02-10' }),
]

/** From a completed training to a recognised lead household at scale. */
export const lead = (traineeId: string): readonly unknown[] => [
  said('ListLeadCandidate', { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-01' }),
  said('RecordScale', { traineeId, industry: 'morels', quantity: 12, unit: 'mu', on: '2018-03-02' }),
  said('RecogniseLeadHousehold', { traineeId, industry: 'morels', on: '2018-03-03' }),
]

export const household = (householdId: string, people = 3) =>
  said('RegisterHousehold', {
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
  said('SignAgreement', {
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
  said('PlaceHousehold', { agreementId, householdId, on })

/** Income above the line, all assured, and published for long enough. */
export const exit = (householdId: string): readonly unknown[] => [
  said('RecordIncome', { householdId, year: 2018, perCapitaFen: 400_000, on: '2018-11-01' }),
  said('ConfirmExit', {
    householdId,
    incomeYear: 2018,
    twoAssurancesThreeGuarantees: { food: true, clothing: true, education: true, medical: true, housing: true },
    publicisedFrom: '2018-11-02',
    publicisedUntil: '2018-11-20',
    on: '2018-12-01',
  }),
]
