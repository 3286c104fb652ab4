import { addDays } from '@skein/kernel'
import { otherVillage, village } from '../scenario.js'
import { type Action, agreements, batches, households, sessionIds, trainees } from './action.js'

/** One command at a time. */
export const single: Readonly<Record<string, Action>> = {
  leaveOrReturn: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    const type = choose.pick('Withdraw' as const, 'Disqualify', 'Reinstate', 'RejectCandidate')
    return [scenario.command(type, { traineeId, reason: choose.pick('moved', 'ill'), on })]
  },
  profile: (scenario, choose, on) => [
    scenario.command('ReviseProfile', {
      traineeId: choose.pick(...trainees),
      ...choose.pick<object>({ willing: true }, { partyMember: true }, { householdId: choose.pick(...households) }),
      reason: 'corrected',
      on,
    }),
  ],
  details: (scenario, choose, on) => {
    const [traineeId, householdId] = [choose.pick(...trainees), choose.pick(...households)]
    return [
      choose.pick(
        scenario.command('CorrectTraineeDetails', {
          traineeId,
          personal: { name: 'another name' },
          reason: 'misspelt',
          on,
        }),
        scenario.command('CorrectHouseholdDetails', {
          householdId,
          personal: { head: 'another name' },
          reason: 'misspelt',
          on,
        }),
        scenario.command('LeadCooperative', {
          traineeId,
          cooperativeId: 'co1',
          name: 'A cooperative',
          members: scenario.policy.minCooperativeMembers,
          farmers: scenario.policy.minCooperativeMembers,
          partyLed: false,
          on,
        }),
      ),
    ]
  },
  recognition: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return [
      choose.pick(
        scenario.command('RevokeRecognition', { traineeId, industry: scenario.industry, reason: 'gaveUp', on }),
        scenario.command('DelistLeadCandidate', { traineeId, reason: 'gaveUp', on }),
        scenario.grantSupport(traineeId, 1 + choose.upTo(500), { on }),
      ),
    ]
  },
  cadre: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    const divisionCode = choose.pick(village, otherVillage)
    return [
      choose.pick(
        scenario.command('NameReserveCadre', { traineeId, divisionCode, on }),
        scenario.command('TakeVillagePost', {
          traineeId,
          post: 'secretary',
          body: 'partyBranch',
          how: 'appointed',
          divisionCode,
          on,
        }),
        scenario.command('EndVillagePost', { traineeId, post: 'secretary', reason: 'termOver', on }),
        scenario.command('RemoveReserveCadre', { traineeId, reason: 'moved', on }),
      ),
    ]
  },
  seat: (scenario, choose, on) => {
    const [batchId, traineeId] = [choose.pick(...batches), choose.pick(...trainees)]
    return [
      choose.pick(
        scenario.takeSeat(batchId, traineeId, { on, dormitoryId: 'dorm' }),
        scenario.command('ReleaseSeat', { batchId, traineeId, reason: 'ill', on }),
      ),
    ]
  },
  session: (scenario, choose, on) => {
    const batchId = choose.pick(...batches)
    const sessionId = choose.pick(...sessionIds, 's4')
    const reason = choose.pick('rain', 'notHeld', 'bookingRefused')
    return [
      choose.pick(
        scenario.command('CancelSession', { batchId, sessionId, reason, on }),
        scenario.scheduleSession(batchId, choose.pick(...sessionIds), { sessionId, requestedBy: [], date: on, on }),
        scenario.command('CorrectAttendance', {
          batchId,
          sessionId,
          traineeId: choose.pick(...trainees),
          present: choose.upTo(1) > 0,
          reason: 'misread',
          on,
        }),
      ),
    ]
  },
  cancelled: (scenario, choose, on) => [
    scenario.command('CancelBatch', { batchId: choose.pick(...batches), reason: 'storm', on }),
  ],
  household: (scenario, choose, on) => {
    const householdId = choose.pick(...households)
    return [
      choose.pick(
        scenario.registerHousehold(householdId, 1 + choose.upTo(2), { on }),
        scenario.command('ReviseMembers', { householdId, people: 1 + choose.upTo(3), reason: 'birth', on }),
      ),
    ]
  },
  agreement: (scenario, choose, on) => {
    const agreementId = choose.pick(...agreements)
    return [
      choose.pick(
        scenario.command('PledgeResource', { agreementId, kind: 'land', quantity: 1 + choose.upTo(5), unit: 'mu', on }),
        scenario.command('RecordFarmersDrawn', { agreementId, households: choose.upTo(30), on }),
        scenario.command('CompleteAgreement', { agreementId, on }),
        scenario.command('TerminateAgreement', { agreementId, reason: 'agreed', on }),
      ),
    ]
  },
  base: (scenario, choose, on) => [
    choose.pick(
      scenario.command('HangPlaque', { baseId: 'b1', name: choose.pick('A school', 'Another'), on }),
      scenario.command('ClosePlace', { baseId: 'b1', placeId: choose.pick('field', 'pen'), reason: 'repairs', on }),
      scenario.command('ReleaseInstructor', { instructorId: 'i2', reason: 'retired', on }),
      scenario.engageInstructor('i2', { on }),
      scenario.adoptPolicy(2, addDays(on, choose.upTo(30)), { policy: { ...scenario.policy, minAttendance: 0.6 }, on }),
    ),
  ],
  village: (scenario, choose, on) => {
    const code = choose.pick(village, otherVillage)
    const population = 100 + choose.upTo(40)
    return [
      choose.pick(
        scenario.command('CountWilling', { code, people: choose.upTo(40), on }),
        scenario.command('ClassifyDivision', {
          code,
          status: choose.pick<'poor' | 'exited'>('poor', 'exited'),
          baseId: 'b1',
          on,
        }),
        scenario.command('CountPoverty', {
          code,
          population,
          poorPeople: choose.upTo(9),
          source: 'counted',
          dateCertainty: 'exact',
          on,
        }),
      ),
    ]
  },
  offerCourses: (scenario, choose, on) => [
    choose.pick(
      scenario.command('ReviseSubjects', {
        instructorId: 'i2',
        subjects: ['history', 'morels', 'pruning', 'trade'],
        on,
      }),
      scenario.command('ReviseCourse', { courseId: 'c2', title: choose.pick('A title', 'Another'), on }),
      scenario.command('WithdrawCourse', { courseId: choose.pick('c3', 'c4'), reason: 'outdated', on }),
      scenario.offerCourse('c4', { on }),
      scenario.command('RecordContribution', {
        baseId: 'b1',
        level: 'county',
        amountFen: 100 * (1 + choose.upTo(9)),
        certainty: 'exact',
        reference: choose.pick('document-1', 'document-2'),
        on,
      }),
      scenario.command('OpenPracticePoint', {
        baseId: 'b1',
        placeId: 'orchard',
        name: 'An orchard',
        divisionCode: village,
        speciality: 'peaches',
        on,
      }),
    ),
  ],
}
