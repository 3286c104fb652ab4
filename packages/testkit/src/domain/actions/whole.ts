// A few commands that mean something together.
import { addDays } from '@skein/kernel'
import { type SessionName, village } from '../scenario.js'
import { type Action, agreements, batches, households, named, some, trainees } from './choosing.js'

/** What leads on. */
export const whole: Readonly<Record<string, Action>> = {
  person: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    const category = choose.pick<'villager' | 'partyMember' | 'veteran'>('villager', 'partyMember', 'veteran')
    const said = { category, willing: choose.upTo(9) > 0 }
    return [
      p.nominate(traineeId, { ...said, partyMember: choose.upTo(1) > 0, on }),
      p.review(traineeId, choose.upTo(9) > 0, on),
      p.select(traineeId, on),
      p.request(traineeId, ['morels'], on),
    ]
  },
  batch: (p, choose, on) => {
    const batchId = choose.pick(...batches)
    const startsOn = addDays(on, 10)
    const instructorId = choose.pick('i1', 'i2')
    const placeId = choose.pick('room', 'field')
    const day = (name: SessionName) => addDays(startsOn, named.indexOf(name))
    const seated = some(trainees.slice(1), choose)
    const present = some(seated, choose)
    return some(
      [
        p.plan(batchId, { startsOn, endsOn: addDays(on, 16), on }),
        ...named.map((name) =>
          p.schedule(batchId, name, { date: day(name), instructorId, placeId, requestedBy: [], on }),
        ),
        p.schedule(batchId, 's2', {
          sessionId: 's2b',
          date: day('s2'),
          period: 'evening',
          instructorId,
          placeId,
          requestedBy: choose.upTo(3) > 0 ? seated.slice(0, 1) : [],
          on,
        }),
        p.gate(batchId, 'curriculum', { on }),
        p.gate(batchId, 'mode', { on }),
        p.open(batchId, on),
        ...seated.map((traineeId) =>
          p.sit(batchId, traineeId, { on, ...(choose.upTo(1) > 0 && { dormitoryId: 'dorm' }) }),
        ),
        p.start(batchId, startsOn),
        ...named.map((name) => p.deliver(batchId, name, present, day(name))),
        p.say('DeliverSession', { batchId, sessionId: 's2b', present: [...present], on: day('s2') }),
        ...(choose.upTo(2) > 0
          ? []
          : [
              p.say('CorrectAttendance', {
                batchId,
                sessionId: 's1',
                traineeId: choose.pick(...trainees),
                present: choose.upTo(1) > 0,
                reason: 'misread',
                on: day('s3'),
              }),
            ]),
        ...seated.flatMap((traineeId) => [
          p.assess(batchId, traineeId, choose.pick(100, 100, 30), day('s3')),
          p.rate(batchId, traineeId, choose.pick(5, 4, 1), day('s3')),
        ]),
        p.gate(batchId, 'effectiveness', { passed: choose.upTo(1) > 0, on: addDays(on, 16) }),
        p.close(batchId, addDays(on, 16)),
      ],
      // most batches are seen through
      { ...choose, upTo: (most) => (choose.upTo(2) > 0 ? most : choose.upTo(most)) },
    )
  },
  lead: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return some(
      [
        p.list(traineeId, { on }),
        p.record(traineeId, p.threshold.quantity * choose.pick(1, 1, 0.5), { on }),
        p.recognise(traineeId, { on }),
        p.sign(choose.pick(...agreements), traineeId, { from: on, on }),
      ],
      choose,
    )
  },
}

/** What leads back or out, step by step. */
export const leaving: Readonly<Record<string, Action>> = {
  poverty: (p, choose) => {
    const householdId = choose.pick(...households)
    return some(
      [
        p.earn(householdId),
        p.exit(householdId),
        p.say('RecordRelapse', { householdId, cause: 'illness', on: addDays(p.exitOn, choose.upTo(90)) }),
      ],
      choose,
    )
  },
  post: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return some(
      [
        p.say('NameReserveCadre', { traineeId, divisionCode: village, on }),
        p.say('TakeVillagePost', {
          traineeId,
          post: 'secretary',
          body: 'partyBranch',
          how: 'appointed',
          divisionCode: village,
          on,
        }),
        p.say('EndVillagePost', { traineeId, post: 'secretary', reason: 'termOver', on }),
      ],
      choose,
    )
  },
  appeal: (p, choose, on) => {
    const traineeId = choose.pick(...trainees)
    return some(
      [
        p.say('Disqualify', { traineeId, reason: 'false-statement', on }),
        p.say('Reinstate', { traineeId, reason: 'appeal', on }),
      ],
      choose,
    )
  },
  carried: (p, choose, on) => {
    const [agreementId, householdId] = [choose.pick(...agreements), choose.pick(...households)]
    return some(
      [
        p.place(agreementId, householdId, on),
        p.say('RecordVisit', { agreementId, householdId, on }),
        p.say('ReleaseHousehold', { agreementId, householdId, reason: 'moved', on }),
        p.place(agreementId, householdId, addDays(on, 1)),
      ],
      choose,
    )
  },
}
