// What the steps of the story are made of.

/** A command as a caller sends it. */
export interface Step {
  readonly type: string
  readonly data: Readonly<Record<string, unknown>>
}

export const step = (type: string, data: Readonly<Record<string, unknown>>): Step => ({ type, data })

export const county = '532329'
export const township = '532329104'
export const village = '532329104207'
export const baseId = 'base-1'
export const by = { role: 'townshipParty', id: 'office-3' }

export const place = (placeId: string, zone: string, kind: string, size: object = {}): Step =>
  step('OpenFacility', { baseId, placeId, zone, kind, name: placeId, ...size, certainty: 'exact', on: '2018-01-02' })

export const course = (courseId: string, component: string, subject: string): Step =>
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

export const nominate = (traineeId: string, name: string, rest: object = {}): Step =>
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

export const review = (traineeId: string): Step =>
  step('ReviewEligibility', { traineeId, passed: true, findings: [], by, on: '2018-01-08' })
export const select = (traineeId: string): Step => step('SelectTrainee', { traineeId, on: '2018-01-09' })

export const session = (sessionId: string, courseId: string, date: string, requestedBy: readonly string[] = []): Step =>
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

export const gate = (named: string, on: string): Step =>
  step('ReviewGate', { batchId: 'batch-1', gate: named, passed: true, findings: [], by, on })
export const deliver = (sessionId: string, present: readonly string[], on: string): Step =>
  step('DeliverSession', { batchId: 'batch-1', sessionId, present, on })

export const plan = (batchId: string): Step =>
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

export const household = (householdId: string): Step =>
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

export const agreement = (agreementId: string, from: string, until: string): Step =>
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

export const reserve = (on: string): Step =>
  step('NameReserveCadre', { traineeId: 'trainee-1', divisionCode: village, on })
