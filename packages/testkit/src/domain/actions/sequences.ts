import { addDays } from '@skein/kernel'
import { type SessionName, village } from '../scenario.js'
import { type Action, agreements, batches, firstFew, households, sessionIds, trainees } from './action.js'

/** Sequences that lead a person or a batch on, as far as the choice goes. */
export const progress: Readonly<Record<string, Action>> = {
  admitTrainee: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    const category = choose.pick<'villager' | 'partyMember' | 'veteran'>('villager', 'partyMember', 'veteran')
    const profile = { category, willing: choose.upTo(9) > 0 }
    return [
      scenario.nominateCandidate(traineeId, { ...profile, partyMember: choose.upTo(1) > 0, on }),
      scenario.reviewEligibility(traineeId, choose.upTo(9) > 0, on),
      scenario.selectTrainee(traineeId, on),
      scenario.requestCourses(traineeId, ['morels'], on),
    ]
  },
  runBatch: (scenario, choose, on) => {
    const batchId = choose.pick(...batches)
    const startsOn = addDays(on, 10)
    const instructorId = choose.pick('i1', 'i2')
    const placeId = choose.pick('room', 'field')
    const day = (name: SessionName) => addDays(startsOn, sessionIds.indexOf(name))
    const seated = firstFew(trainees.slice(1), choose)
    const present = firstFew(seated, choose)
    return firstFew(
      [
        scenario.planBatch(batchId, { startsOn, endsOn: addDays(on, 16), on }),
        ...sessionIds.map((name) =>
          scenario.scheduleSession(batchId, name, { date: day(name), instructorId, placeId, requestedBy: [], on }),
        ),
        scenario.scheduleSession(batchId, 's2', {
          sessionId: 's2b',
          date: day('s2'),
          period: 'evening',
          instructorId,
          placeId,
          requestedBy: choose.upTo(3) > 0 ? seated.slice(0, 1) : [],
          on,
        }),
        scenario.reviewGate(batchId, 'curriculum', { on }),
        scenario.reviewGate(batchId, 'mode', { on }),
        scenario.openEnrolment(batchId, on),
        ...seated.map((traineeId) =>
          scenario.takeSeat(batchId, traineeId, { on, ...(choose.upTo(1) > 0 && { dormitoryId: 'dorm' }) }),
        ),
        scenario.startBatch(batchId, startsOn),
        ...sessionIds.map((name) => scenario.deliverSession(batchId, name, present, day(name))),
        scenario.command('DeliverSession', { batchId, sessionId: 's2b', present: [...present], on: day('s2') }),
        ...(choose.upTo(2) > 0
          ? []
          : [
              scenario.command('CorrectAttendance', {
                batchId,
                sessionId: 's1',
                traineeId: choose.pick(...trainees),
                present: choose.upTo(1) > 0,
                reason: 'misread',
                on: day('s3'),
              }),
            ]),
        ...seated.flatMap((traineeId) => [
          scenario.recordAssessment(batchId, traineeId, choose.pick(100, 100, 30), day('s3')),
          scenario.giveFeedback(batchId, traineeId, choose.pick(5, 4, 1), day('s3')),
        ]),
        scenario.reviewGate(batchId, 'effectiveness', { passed: choose.upTo(1) > 0, on: addDays(on, 16) }),
        scenario.closeBatch(batchId, addDays(on, 16)),
      ],
      // most batches run to their end
      { ...choose, upTo: (most) => (choose.upTo(2) > 0 ? most : choose.upTo(most)) },
    )
  },
  becomeMentor: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return firstFew(
      [
        scenario.listLeadCandidate(traineeId, { on }),
        scenario.recordScale(traineeId, scenario.threshold.quantity * choose.pick(1, 1, 0.5), { on }),
        scenario.recogniseLeadHousehold(traineeId, { on }),
        scenario.signAgreement(choose.pick(...agreements), traineeId, { from: on, on }),
      ],
      choose,
    )
  },
}

/** Sequences that lead back or out, as far as the choice goes. */
export const reversals: Readonly<Record<string, Action>> = {
  exitAndRelapse: (scenario, choose) => {
    const householdId = choose.pick(...households)
    return firstFew(
      [
        scenario.recordIncome(householdId),
        scenario.confirmExit(householdId),
        scenario.command('RecordRelapse', {
          householdId,
          cause: 'illness',
          on: addDays(scenario.exitOn, choose.upTo(90)),
        }),
      ],
      choose,
    )
  },
  holdPost: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return firstFew(
      [
        scenario.command('NameReserveCadre', { traineeId, divisionCode: village, on }),
        scenario.command('TakeVillagePost', {
          traineeId,
          post: 'secretary',
          body: 'partyBranch',
          how: 'appointed',
          divisionCode: village,
          on,
        }),
        scenario.command('EndVillagePost', { traineeId, post: 'secretary', reason: 'termOver', on }),
      ],
      choose,
    )
  },
  disqualifyAndReinstate: (scenario, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return firstFew(
      [
        scenario.command('Disqualify', { traineeId, reason: 'false-statement', on }),
        scenario.command('Reinstate', { traineeId, reason: 'appeal', on }),
      ],
      choose,
    )
  },
  placeAndRelease: (scenario, choose, on) => {
    const [agreementId, householdId] = [choose.pick(...agreements), choose.pick(...households)]
    return firstFew(
      [
        scenario.placeHousehold(agreementId, householdId, on),
        scenario.command('RecordVisit', { agreementId, householdId, on }),
        scenario.command('ReleaseHousehold', { agreementId, householdId, reason: 'moved', on }),
        scenario.placeHousehold(agreementId, householdId, addDays(on, 1)),
      ],
      choose,
    )
  },
}
