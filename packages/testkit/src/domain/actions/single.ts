// One thing at a time.
import { addDays } from '@skein/kernel'
import { otherVillage, village } from '../scenario.js'
import { type Action, agreements, batches, households, named, trainees } from './choosing.js'

export const single: Readonly<Record<string, Action>> = {
  standing: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    const type = choose.pick('Withdraw' as const, 'Disqualify', 'Reinstate', 'RejectCandidate')
    return [p.say(type, { traineeId, reason: choose.pick('moved', 'ill'), on })]
  },
  profile: (p, choose, on) => [
    p.say('ReviseProfile', {
      traineeId: choose.pick(...trainees),
      ...choose.pick<object>({ willing: true }, { partyMember: true }, { householdId: choose.pick(...households) }),
      reason: 'corrected',
      on,
    }),
  ],
  details: (p, choose, on) => {
    const [traineeId, householdId] = [choose.pick(...trainees), choose.pick(...households)]
    return [
      choose.pick(
        p.say('CorrectTraineeDetails', { traineeId, personal: { name: 'another name' }, reason: 'misspelt', on }),
        p.say('CorrectHouseholdDetails', { householdId, personal: { head: 'another name' }, reason: 'misspelt', on }),
        p.say('LeadCooperative', {
          traineeId,
          cooperativeId: 'co1',
          name: 'A cooperative',
          members: p.policy.minCooperativeMembers,
          farmers: p.policy.minCooperativeMembers,
          partyLed: false,
          on,
        }),
      ),
    ]
  },
  recognition: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return [
      choose.pick(
        p.say('RevokeRecognition', { traineeId, industry: p.industry, reason: 'gaveUp', on }),
        p.say('DelistLeadCandidate', { traineeId, reason: 'gaveUp', on }),
        p.grant(traineeId, 1 + choose.upTo(500), { on }),
      ),
    ]
  },
  cadre: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    const divisionCode = choose.pick(village, otherVillage)
    return [
      choose.pick(
        p.say('NameReserveCadre', { traineeId, divisionCode, on }),
        p.say('TakeVillagePost', {
          traineeId,
          post: 'secretary',
          body: 'partyBranch',
          how: 'appointed',
          divisionCode,
          on,
        }),
        p.say('EndVillagePost', { traineeId, post: 'secretary', reason: 'termOver', on }),
        p.say('RemoveReserveCadre', { traineeId, reason: 'moved', on }),
      ),
    ]
  },
  seat: (p, choose, on) => {
    const [batchId, traineeId] = [choose.pick(...batches), choose.pick(...trainees)]
    return [
      choose.pick(
        p.sit(batchId, traineeId, { on, dormitoryId: 'dorm' }),
        p.say('ReleaseSeat', { batchId, traineeId, reason: 'ill', on }),
      ),
    ]
  },
  session: (p, choose, on) => {
    const batchId = choose.pick(...batches)
    const sessionId = choose.pick(...named, 's4')
    const reason = choose.pick('rain', 'notHeld', 'bookingRefused')
    return [
      choose.pick(
        p.say('CancelSession', { batchId, sessionId, reason, on }),
        p.schedule(batchId, choose.pick(...named), { sessionId, requestedBy: [], date: on, on }),
        p.say('CorrectAttendance', {
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
  cancelled: (p, choose, on) => [p.say('CancelBatch', { batchId: choose.pick(...batches), reason: 'storm', on })],
  household: (p, choose, on) => {
    const householdId = choose.pick(...households)
    return [
      choose.pick(
        p.register(householdId, 1 + choose.upTo(2), { on }),
        p.say('ReviseMembers', { householdId, people: 1 + choose.upTo(3), reason: 'birth', on }),
      ),
    ]
  },
  agreement: (p, choose, on) => {
    const agreementId = choose.pick(...agreements)
    return [
      choose.pick(
        p.say('PledgeResource', { agreementId, kind: 'land', quantity: 1 + choose.upTo(5), unit: 'mu', on }),
        p.say('RecordFarmersDrawn', { agreementId, households: choose.upTo(30), on }),
        p.say('CompleteAgreement', { agreementId, on }),
        p.say('TerminateAgreement', { agreementId, reason: 'agreed', on }),
      ),
    ]
  },
  base: (p, choose, on) => [
    choose.pick(
      p.say('HangPlaque', { baseId: 'b1', name: choose.pick('A school', 'Another'), on }),
      p.say('ClosePlace', { baseId: 'b1', placeId: choose.pick('field', 'pen'), reason: 'repairs', on }),
      p.say('ReleaseInstructor', { instructorId: 'i2', reason: 'retired', on }),
      p.engage('i2', { on }),
      p.adopt(2, addDays(on, choose.upTo(30)), { policy: { ...p.policy, minAttendance: 0.6 }, on }),
    ),
  ],
  village: (p, choose, on) => {
    const code = choose.pick(village, otherVillage)
    const population = 100 + choose.upTo(40)
    return [
      choose.pick(
        p.say('CountWilling', { code, people: choose.upTo(40), on }),
        p.say('ClassifyDivision', { code, status: choose.pick<'poor' | 'exited'>('poor', 'exited'), baseId: 'b1', on }),
        p.say('CountPoverty', {
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
  offer: (p, choose, on) => [
    choose.pick(
      p.say('ReviseSubjects', { instructorId: 'i2', subjects: ['history', 'morels', 'pruning', 'trade'], on }),
      p.say('ReviseCourse', { courseId: 'c2', title: choose.pick('A title', 'Another'), on }),
      p.say('WithdrawCourse', { courseId: choose.pick('c3', 'c4'), reason: 'outdated', on }),
      p.course('c4', { on }),
      p.say('RecordContribution', {
        baseId: 'b1',
        level: 'county',
        amountFen: 100 * (1 + choose.upTo(9)),
        certainty: 'exact',
        reference: choose.pick('document-1', 'document-2'),
        on,
      }),
      p.say('OpenPracticePoint', {
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
