// What somebody at a base might do next: a few commands that mean something together, of which rules may refuse any.
import type { CommandInput } from '@skein/core'
import { addDays, type Day } from '@skein/kernel'
import { otherVillage, type Programme, type SessionName, village } from './programme.js'

/** Chooses, the same way for the same seed. */
export interface Chooser {
  pick<T>(first: T, ...others: readonly T[]): T
  upTo(most: number): number
}

export type Move = (p: Programme, choose: Chooser, on: Day) => readonly CommandInput[]

// who is there from the beginning comes more often
const trainees = ['t1', 't1', 't2', 't3', '__proto__'] as const
const batches = ['k1', 'k2', 'constructor'] as const
const households = ['h1', 'h1', 'h2', 'h3'] as const
const agreements = ['a1', 'a1', 'a2', '__proto__'] as const
const named = ['s1', 's2', 's3'] as const

/** The first few of them: how far one got. */
const some = <T>(of: readonly T[], choose: Chooser): readonly T[] => of.slice(0, 1 + choose.upTo(of.length - 1))

const whole: Readonly<Record<string, Move>> = {
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
const leaving: Readonly<Record<string, Move>> = {
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

const single: Readonly<Record<string, Move>> = {
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

/** Those that lead on come more often than those that end. */
export const moves: readonly Move[] = [
  ...Array.from({ length: 2 }, () => [...Object.values(whole), ...Object.values(leaving)]).flat(),
  ...Object.values(single),
]
