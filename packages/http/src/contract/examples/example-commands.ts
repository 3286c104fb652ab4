// Builds the example commands.
import type { CommandOfPeople } from '@skein/core'

/** A command as a caller sends it. */
export interface ExampleCommand {
  readonly type: CommandOfPeople
  readonly data: Readonly<Record<string, unknown>>
}

export const example = (type: CommandOfPeople, data: Readonly<Record<string, unknown>>): ExampleCommand => ({
  type,
  data,
})

export const county = '532329'
export const township = '532329104'
export const village = '532329104207'
export const baseId = 'base-1'
export const by = { role: 'townshipParty', id: 'office-3' }

export const openFacility = (placeId: string, zone: string, kind: string, capacity: object = {}): ExampleCommand =>
  example('OpenFacility', {
    baseId,
    placeId,
    zone,
    kind,
    name: placeId,
    ...capacity,
    certainty: 'exact',
    on: '2018-01-02',
  })

export const offerCourse = (courseId: string, component: string, subject: string): ExampleCommand =>
  example('OfferCourse', {
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

export const nominate = (traineeId: string, name: string, changes: object = {}): ExampleCommand =>
  example('NominateCandidate', {
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
    ...changes,
  })

export const reviewEligibility = (traineeId: string): ExampleCommand =>
  example('ReviewEligibility', { traineeId, passed: true, findings: [], by, on: '2018-01-08' })
export const selectTrainee = (traineeId: string): ExampleCommand =>
  example('SelectTrainee', { traineeId, on: '2018-01-09' })

export const scheduleSession = (
  sessionId: string,
  courseId: string,
  date: string,
  requestedBy: readonly string[] = [],
): ExampleCommand =>
  example('ScheduleSession', {
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

export const reviewGate = (gate: string, on: string): ExampleCommand =>
  example('ReviewGate', { batchId: 'batch-1', gate, passed: true, findings: [], by, on })
export const deliverSession = (sessionId: string, present: readonly string[], on: string): ExampleCommand =>
  example('DeliverSession', { batchId: 'batch-1', sessionId, present, on })

export const planBatch = (batchId: string): ExampleCommand =>
  example('PlanBatch', {
    batchId,
    baseId,
    title: '食用菌种植培训班',
    audience: ['villager', 'partyMember'],
    seats: 50,
    startsOn: '2018-02-05',
    endsOn: '2018-02-09',
    on: '2018-01-11',
  })

export const registerHousehold = (householdId: string): ExampleCommand =>
  example('RegisterHousehold', {
    householdId,
    baseId,
    divisionCode: village,
    people: 4,
    category: 'general',
    mainCause: 'illness',
    personal: { head: '某户主' },
    on: '2018-01-10',
  })

export const signAgreement = (agreementId: string, from: string, until: string): ExampleCommand =>
  example('SignAgreement', {
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

export const nameReserveCadre = (on: string): ExampleCommand =>
  example('NameReserveCadre', { traineeId: 'trainee-1', divisionCode: village, on })
