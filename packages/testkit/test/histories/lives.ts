// The lives of some streams: what people could enter, roughly in the order in which it happens.
import { type CommandInput, chadian2018 } from '@skein/core'
import { type AnyCommand, addDays, type Day, day } from '@skein/kernel'
import { completePolicy, type Scenario, type Stage, scenarioOf } from '../../src/domain/scenario.js'

/** A command of a day. */
export type Dated = (on: Day) => unknown

/** The life of one stream. */
export interface StreamLife {
  readonly stream: string
  /** The first day, and how many days lie between two steps. */
  readonly from: Day
  readonly step: number
  /** Roughly in the order in which they happen. */
  readonly commands: readonly Dated[]
  /** The stage of the sample programme that its decisions see, by command; default `placed`. */
  readonly stageFor?: (command: AnyCommand) => Stage
}

const scenario: Scenario = scenarioOf(completePolicy(chadian2018))
const { command } = scenario
const send =
  <Type extends CommandInput['type']>(
    type: Type,
    data: Omit<Extract<CommandInput, { type: Type }>['data'], 'on'>,
  ): Dated =>
  (on) => ({ type, data: { ...data, on } })

const traineeId = 't1'
const dates = { from: '2018-03-19', until: '2018-03-25' }
const attempt = scenario.attemptOfSeat(1)

const journey: StreamLife = {
  stream: 'journey-t1',
  from: day('2018-02-01'),
  step: 4,
  stageFor: ({ type }) => (type === 'Enrol' ? 'running' : 'placed'),
  commands: [
    (on) => scenario.nominateCandidate(traineeId, { on }),
    (on) => scenario.nominateCandidate(traineeId, { on, willing: false, householdId: 'h2' }),
    (on) => scenario.reviewEligibility(traineeId, false, on),
    send('ReviseProfile', { traineeId, willing: true, reason: 'asked' }),
    (on) => scenario.reviewEligibility(traineeId, true, on),
    (on) => scenario.requestCourses(traineeId, ['morels'], on),
    (on) => scenario.selectTrainee(traineeId, on),
    (on) => scenario.requestCourses(traineeId, ['morels', 'pruning'], on),
    send('Enrol', { traineeId, batchId: 'k1', attempt, ...dates }),
    (on) => ({ type: 'AwardCertificate', data: { traineeId, title: 'grafting', on } }),
    send('ReviseProfile', { traineeId, partyMember: false, potential: [], reason: 'corrected' }),
    send('RecordTraining', { traineeId, batchId: 'k1', completed: true, attendance: 1, hours: 10, score: 100 }),
    send('LeaveBatch', { traineeId, batchId: 'k1', attempt, reason: 'ill' }),
    (on) => scenario.listLeadCandidate(traineeId, { on }),
    (on) => scenario.recordScale(traineeId, 4, { on }),
    (on) => scenario.recordScale(traineeId, 12, { on }),
    (on) => scenario.grantSupport(traineeId, 500, { on }),
    (on) => scenario.recogniseLeadHousehold(traineeId, { on }),
    send('RevokeRecognition', { traineeId, industry: scenario.industry, reason: 'gaveUp' }),
    (on) => scenario.recordScale(traineeId, 11, { on }),
    send('DelistLeadCandidate', { traineeId, reason: 'gaveUp' }),
    send('StartMentoring', { traineeId, agreementId: 'a1' }),
    (on) => scenario.listLeadCandidate(traineeId, { on }),
    send('LeadCooperative', { traineeId, cooperativeId: 'co1', name: 'One', members: 8, farmers: 7, partyLed: true }),
    (on) => scenario.recogniseLeadHousehold(traineeId, { on }),
    send('NameReserveCadre', { traineeId, divisionCode: '532329102201' }),
    send('TakeVillagePost', {
      traineeId,
      post: 'member',
      body: 'partyBranch',
      how: 'appointed',
      divisionCode: '532329102201',
    }),
    send('EndMentoring', { traineeId, agreementId: 'a1', outcome: 'completed' }),
    send('RemoveReserveCadre', { traineeId, reason: 'moved' }),
    send('EndVillagePost', { traineeId, post: 'member', reason: 'termOver' }),
    send('Withdraw', { traineeId, reason: 'moved' }),
    send('Disqualify', { traineeId, reason: 'fraud' }),
    send('Reinstate', { traineeId, reason: 'appeal' }),
    (on) => scenario.nominateCandidate(traineeId, { on, category: 'partyMember' }),
  ],
}

const agreement: StreamLife = {
  stream: 'agreement-a9',
  from: day('2018-05-25'),
  step: 6,
  stageFor: () => 'leads',
  commands: [
    (on) => scenario.signAgreement('a9', 't1', { on }),
    (on) => scenario.signAgreement('a9', 't1', { on, quotaPeople: 3 }),
    send('PledgeResource', { agreementId: 'a9', kind: 'land', quantity: 3, unit: 'mu' }),
    (on) => scenario.placeHousehold('a9', 'h1', on),
    (on) => scenario.placeHousehold('a9', 'h2', on),
    send('RecordVisit', { agreementId: 'a9', householdId: 'h1' }),
    send('ReleaseHousehold', { agreementId: 'a9', householdId: 'h1', reason: 'moved' }),
    send('RecordOutcome', { agreementId: 'a9', householdId: 'h1', outcome: 'exited', people: 1 }),
    send('RecordFarmersDrawn', { agreementId: 'a9', households: 4 }),
    (on) => scenario.placeHousehold('a9', 'h1', on),
    send('RecordVisit', { agreementId: 'a9', householdId: 'h2' }),
    send('ReleaseHousehold', { agreementId: 'a9', householdId: 'h2', reason: 'moved' }),
    send('PledgeResource', { agreementId: 'a9', kind: 'land', quantity: 4, unit: 'mu' }),
    send('RecordVisit', { agreementId: 'a9', householdId: 'h1' }),
    send('CompleteAgreement', { agreementId: 'a9' }),
    send('TerminateAgreement', { agreementId: 'a9', reason: 'quarrel' }),
  ],
}

const household: StreamLife = {
  stream: 'household-h1',
  from: day('2018-01-20'),
  step: 12,
  commands: [
    (on) => scenario.registerHousehold('h1', 2, { on }),
    (on) => scenario.registerHousehold('h1', 4, { on }),
    send('ReviseMembers', { householdId: 'h1', people: 5, reason: 'birth' }),
    send('CorrectHouseholdDetails', { householdId: 'h1', personal: { head: 'another' }, reason: 'misheard' }),
    send('AcceptMentor', { householdId: 'h1', agreementId: 'a1', mentorId: 't1', attempt: 1 }),
    send('ReviseMembers', { householdId: 'h1', people: 3, reason: 'marriage' }),
    send('EndMentor', { householdId: 'h1', agreementId: 'a1', attempt: 1, reason: 'quarrel' }),
    send('ReviseMembers', { householdId: 'h1', people: 5, reason: 'birth' }),
    (on) => scenario.recordIncome('h1', scenario.povertyLine - 1, on),
    send('AcceptMentor', { householdId: 'h1', agreementId: 'a1', mentorId: 't1', attempt: 1 }),
    (on) => scenario.recordIncome('h1', scenario.povertyLine + 1, on),
    (on) => scenario.confirmExit('h1', { publicisedFrom: addDays(on, -20), publicisedUntil: addDays(on, -1), on }),
    send('ReviseMembers', { householdId: 'h1', people: 4, reason: 'death' }),
    (on) => scenario.confirmExit('h1', { publicisedFrom: addDays(on, -20), publicisedUntil: addDays(on, -1), on }),
    send('RecordRelapse', { householdId: 'h1', cause: 'flood' }),
    send('EndMentor', { householdId: 'h1', agreementId: 'a1', attempt: 1, reason: 'quarrel' }),
  ],
}

const deliver =
  (session: 's1' | 's2' | 's3', present: readonly string[]): Dated =>
  () =>
    scenario.deliverSession('k1', session, present)

const batch: StreamLife = {
  stream: 'batch-k1',
  from: day('2018-02-20'),
  step: 1,
  stageFor: () => 'open',
  commands: [
    (on) => scenario.planBatch('k1', { on }),
    (on) => scenario.scheduleSession('k1', 's1', { on }),
    (on) => scenario.scheduleSession('k1', 's2', { on }),
    (on) => scenario.scheduleSession('k1', 's3', { on }),
    (on) => scenario.scheduleSession('k1', 's3', { sessionId: 's4', date: '2018-03-22', on }),
    send('CancelSession', { batchId: 'k1', sessionId: 's4', reason: 'rain' }),
    (on) => scenario.reviewGate('k1', 'curriculum', { on }),
    (on) => scenario.reviewGate('k1', 'mode', { on }),
    (on) => scenario.openEnrolment('k1', on),
    (on) => scenario.reviewGate('k1', 'mode', { passed: false, on }),
    (on) => scenario.takeSeat('k1', 't1', { on }),
    (on) => scenario.takeSeat('k1', 't2', { on, dormitoryId: 'dorm' }),
    send('ReleaseSeat', { batchId: 'k1', traineeId: 't1', reason: 'ill' }),
    (on) => scenario.takeSeat('k1', 't1', { on }),
    send('CancelBatch', { batchId: 'k1', reason: 'storm' }),
    (on) => scenario.startBatch('k1', on),
    deliver('s1', ['t1', 't2']),
    deliver('s2', ['t2']),
    deliver('s3', ['t2']),
    (on) => scenario.recordAssessment('k1', 't2', 70, on),
    (on) => scenario.giveFeedback('k1', 't2', 4, on),
    send('CorrectAttendance', { batchId: 'k1', sessionId: 's2', traineeId: 't2', present: false, reason: 'misread' }),
    (on) => scenario.reviewGate('k1', 'effectiveness', { passed: false, on }),
    (on) => scenario.closeBatch('k1', on),
  ],
}

const code = '532329102201'
const count = (poorPeople: number) =>
  send('CountPoverty', { code, population: 100, poorPeople, source: 'counted', dateCertainty: 'exact' })

const division: StreamLife = {
  stream: `division-${code}`,
  from: day('2017-01-01'),
  step: 20,
  commands: [
    (on) => scenario.registerDivision(code, { on }),
    (on) => scenario.registerDivision(code, { name: 'Another', on }),
    send('ClassifyDivision', { code, status: 'poor' }),
    count(9),
    send('CountWilling', { code, people: 12 }),
    send('ClassifyDivision', { code, status: 'deeplyPoor' }),
    count(1),
    send('ClassifyDivision', { code, status: 'exited', baseId: 'b1' }),
    count(5),
    send('CountWilling', { code, people: 14 }),
    send('ClassifyDivision', { code, status: 'notPoor' }),
  ],
}

const adopt =
  (version: number, days: number, minAttendance: number): Dated =>
  (on) =>
    scenario.adoptPolicy(version, addDays(on, days), { policy: { ...scenario.policy, minAttendance }, on })

const base: StreamLife = {
  stream: 'base-b1',
  from: day('2018-01-01'),
  step: 2,
  stageFor: () => 'founded',
  commands: [
    (on) => scenario.foundBase('b1', { on }),
    (on) => scenario.foundBase('b1', { name: 'Another', on }),
    ...scenario.facilities.map(
      ({ type, data }): Dated =>
        (on) => ({ type, data: { ...data, on } }),
    ),
    send('RecordContribution', { baseId: 'b1', level: 'county', amountFen: 7, certainty: 'exact', reference: 'r1' }),
    adopt(1, 3, 0.8),
    send('CommissionBase', { baseId: 'b1' }),
    adopt(2, 0, 0.7),
    send('ClosePlace', { baseId: 'b1', placeId: 'pen', reason: 'flood' }),
    send('HangPlaque', { baseId: 'b1', name: 'A school' }),
    adopt(3, 9, 0.6),
    send('ClosePlace', { baseId: 'b1', placeId: 'field', reason: 'flood' }),
  ],
}

const course: StreamLife = {
  stream: 'course-c1',
  from: day('2018-01-05'),
  step: 3,
  commands: [
    (on) => scenario.offerCourse('c1', { on }),
    send('ReviseCourse', { courseId: 'c1', title: 'One' }),
    send('ReviseCourse', { courseId: 'c1', hours: 5 }),
    send('ReviseCourse', { courseId: 'c1', title: 'Two', addresses: [] }),
    send('ReviseCourse', { courseId: 'c1', title: 'Two', addresses: ['ideas'] }),
    (on) => command('WithdrawCourse', { courseId: 'c1', reason: 'outdated', on }),
  ],
}

/** One stream of each aggregate whose streams are histories in valid time. */
export const lives: Readonly<Record<string, StreamLife>> = {
  journey,
  agreement,
  household,
  batch,
  division,
  base,
  course,
}
