// G6, G7, S1 to S6, T1 and T9: what a journey refuses, and why. Days are in days.test.ts, lead households in leads.test.ts.
import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  agreement,
  divisionCode,
  journey,
  judged,
  nominate,
  type Refusal,
  seat,
  tell,
  there,
} from '../../test/journeys.js'
import { completed, leadHousehold, nominated, nomination, policy, reviewed, said, selected } from '../../test/people.js'

const enrolled = said('TraineeEnrolled', { batchId: 'k0', attempt: 1 })
const withdrawn = said('JourneyWithdrawn', { reason: 'moved' })
const chosen = [nominated(), reviewed(), selected]
const cadre = [nominated({ partyMember: true }), reviewed(), selected, completed]

describe('a rule refuses', () => {
  const refusals: readonly Refusal[] = [
    [
      'G6',
      'before the nomination',
      [],
      tell('SelectTrainee'),
      {},
      { event: 'TraineeSelected', opensWith: 'CandidateNominated' },
    ],
    ['G7', 'a base that is not there', [], nominate(), { ...there, base: {} }, { baseId: 'b1', founded: false }],
    [
      'G7',
      'a division that is not registered',
      [],
      nominate(),
      { ...there, division: {} },
      { divisionCode: '532329104207', registered: false },
    ],
    [
      'G7',
      'a household that is not registered',
      [],
      nominate({ householdId: 'h1' }),
      { ...there, household: {} },
      { householdId: 'h1', registered: false },
    ],
    [
      'G7',
      'a seat that is not held',
      [nominated(), reviewed(), selected],
      tell('Enrol', { batchId: 'k1', attempt: 1 }),
      {},
      { batchId: 'k1', seatTaken: false },
    ],
    [
      'G7',
      'a seat of another attempt',
      [nominated(), reviewed(), selected],
      tell('Enrol', { batchId: 'k1', attempt: 2 }),
      { batch: seat },
      { batchId: 'k1', attempt: 2, currentAttempt: 1 },
    ],
    [
      'G7',
      'an agreement of somebody else',
      leadHousehold,
      tell('StartMentoring', { agreementId: 'a1' }),
      { agreement: { ...agreement, mentorId: 'other' } },
      { agreementId: 'a1', mentor: 'other' },
    ],
    [
      'G7',
      'a listing that is not there',
      [nominated()],
      tell('DelistLeadCandidate', { reason: 'r' }),
      {},
      { listed: false },
    ],
    [
      'G7',
      'a post that is not held',
      [nominated()],
      tell('EndVillagePost', { post: 'member', reason: 'r' }),
      {},
      { post: 'member', holds: null },
    ],
    [
      'G3',
      'a day after the day of recording',
      [nominated()],
      tell('ReviewEligibility', { passed: true, findings: [], by: nomination.by }),
      { recordedOn: day('2018-06-09') },
      { on: '2018-06-10', recordedOn: '2018-06-09' },
    ],
    [
      'G3',
      'a selection before its review',
      [nominated(), reviewed(true, '2018-03-20')],
      tell('SelectTrainee', { on: '2018-03-10' }),
      {},
      { on: '2018-03-10', restsOnFact: 'reviewed', restsOnDay: '2018-03-20' },
    ],
    [
      'S1',
      'somebody unwilling',
      [nominated({ willing: false }), reviewed()],
      tell('SelectTrainee'),
      {},
      { willing: false },
    ],
    [
      'S1',
      'no potential where the policy asks for it',
      [nominated({ potential: [] }), reviewed()],
      tell('SelectTrainee'),
      { policy: policy({ requirePotential: true }) },
      { potential: 0, required: 1 },
    ],
    ['S2', 'no review', [nominated()], tell('SelectTrainee'), {}, { reviewed: false, passed: false }],
    [
      'S2',
      'a failed latest review',
      [nominated(), reviewed(), reviewed(false, '2018-03-05')],
      tell('SelectTrainee'),
      {},
      { reviewed: true, passed: false },
    ],
    ['S3', 'somebody already active', [nominated()], nominate({ category: 'veteran' }), there, { standing: 'active' }],
    ['S3', 'somebody known under another id', [], nominate(), { ...there, claimedBy: 't9' }, { alreadyKnownAs: 't9' }],
    [
      'S3',
      'somebody still enrolled',
      [nominated(), reviewed(), selected, enrolled, withdrawn],
      nominate({ on: '2018-04-01' }),
      there,
      { enrolledIn: 'k0' },
    ],
    [
      'S4',
      'rejecting the selected',
      [nominated(), reviewed(), selected],
      tell('RejectCandidate', { reason: 'r' }),
      {},
      { selectedOn: '2018-03-05' },
    ],
    [
      'S5',
      'enrolling the unselected',
      [nominated()],
      tell('Enrol', { batchId: 'k1' }),
      { batch: seat },
      { selected: false },
    ],
    [
      'S5',
      'a category that the batch is not for',
      [nominated({ category: 'veteran' }), reviewed(), selected],
      tell('Enrol', { batchId: 'k1' }),
      { batch: seat },
      { category: 'veteran', audience: 'villager' },
    ],
    [
      'S6',
      'anything new of the withdrawn',
      [nominated(), withdrawn],
      tell('RequestCourses', { subjects: ['morels'] }),
      {},
      { event: 'CoursesRequested', standing: 'withdrawn' },
    ],
    [
      'S6',
      'reinstating the withdrawn',
      [nominated(), withdrawn],
      tell('Reinstate', { reason: 'r' }),
      {},
      { event: 'JourneyReinstated', standing: 'withdrawn' },
    ],
    [
      'T1',
      'a second enrolment',
      [nominated(), reviewed(), selected, enrolled],
      tell('Enrol', { batchId: 'k1' }),
      { batch: seat },
      { batchId: 'k1', alreadyEnrolledIn: 'k0' },
    ],
    [
      'T9',
      'another result than the batch says',
      [nominated()],
      tell('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20 }),
      { batch: { audience: [], result: { completed: false, attendance: 0.5, hours: 10 } } },
      { batchId: 'k1', differs: 'completed', batchSays: false },
    ],
    [
      'G7',
      'moving to a household that is not registered',
      [nominated()],
      tell('ReviseProfile', { householdId: 'h1', reason: 'married' }),
      {},
      { householdId: 'h1', registered: false },
    ],
    [
      'G7',
      'a reserve cadre of a division that is not registered',
      cadre,
      tell('NameReserveCadre', { divisionCode }),
      {},
      { divisionCode: '532329104207', registered: false },
    ],
    [
      'G7',
      'a seat in a batch that is over',
      chosen,
      tell('Enrol', { batchId: 'k1', attempt: 1 }),
      { batch: { ...seat, endedOn: day('2018-06-01') } },
      { batchId: 'k1', batchEndedOn: '2018-06-01' },
    ],
    [
      'G7',
      'an agreement that nobody signed',
      leadHousehold,
      tell('StartMentoring', { agreementId: 'a1' }),
      { policy: policy() },
      { agreementId: 'a1', signed: false },
    ],
    [
      'G7',
      'an agreement that is over',
      leadHousehold,
      tell('StartMentoring', { agreementId: 'a1' }),
      { agreement: { ...agreement, endedOn: day('2018-06-05') } },
      { agreementId: 'a1', endedOn: '2018-06-05' },
    ],
    [
      'G7',
      'a recognition that is not there',
      leadHousehold,
      tell('RevokeRecognition', { industry: 'pigs', reason: 'r' }),
      {},
      { industry: 'pigs', recognised: false },
    ],
    [
      'G7',
      'a reserve cadre who is none',
      cadre,
      tell('RemoveReserveCadre', { reason: 'r' }),
      {},
      { reserveCadre: false },
    ],
    [
      'S3',
      'somebody who still mentors',
      [
        ...leadHousehold,
        said('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' }),
        said('JourneyWithdrawn', { reason: 'moved', on: '2018-06-02' }),
      ],
      nominate({ on: '2018-07-01' }),
      there,
      { agreementsOpen: 1 },
    ],
    [
      'T9',
      'a training of a batch without results',
      chosen,
      tell('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20 }),
      {},
      { batchId: 'k1', result: null },
    ],
    [
      'T9',
      'a score that the batch does not have',
      chosen,
      tell('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20, score: 80 }),
      { batch: { audience: [], result: { completed: true, attendance: 1, hours: 20 } } },
      { batchId: 'k1', differs: 'score', batchSays: null },
    ],
  ]
  it.each(refusals)('%s: %s', (rule, _why, events, command, facts, evidence) => {
    const decision = journey(...events).when(command, { ...facts })
    expect(decision.rule).toBe(rule)
    expect(decision.evidence).toEqual(evidence)
  })
})

describe('what is found in a log', () => {
  it('T9 a completion that is told of who did not complete', () => {
    const result = { completed: false, attendance: 0.5, hours: 10 }
    const told = (type: string) =>
      judged('T9', said(type, { batchId: 'k1', ...result }), chosen, { batch: { audience: [], result } })
    expect(told('TrainingCompleted')).toEqual({ batchId: 'k1', event: 'TrainingCompleted', completed: false })
    expect(told('TrainingNotCompleted')).toBeUndefined()
  })

  it('G7 the end of what never began', () => {
    const mentoring = said('MentoringEnded', { agreementId: 'a1', outcome: 'completed' })
    expect(judged('G7', mentoring, chosen)).toEqual({ agreementId: 'a1', mentoring: false })
    const enrolment = said('EnrolmentEnded', { batchId: 'k1', reason: 'late' })
    expect(judged('G7', enrolment, chosen)).toEqual({ batchId: 'k1', enrolledIn: null })
    expect(judged('G7', enrolment, [...chosen, enrolled])).toEqual({ batchId: 'k1', enrolledIn: 'k0' })
  })
})
