// G3, G6 and G7: refusals of a journey, with their evidence. before-dependencies.test.ts has commands for an earlier day.
import { day } from '@skein/kernel'
import { describe } from 'vitest'
import {
  agreement,
  divisionCode,
  nominate,
  participation,
  send,
  testRefusals,
  viewsToNominate,
} from '../../test/journeys.js'
import { completed, leadHousehold, nominated, nomination, policy, reviewed, selected } from '../../test/people.js'

const dates = { from: '2018-03-19', until: '2018-03-25' }
const selectedTrainee = [nominated(), reviewed(), selected]
const cadre = [nominated({ partyMember: true }), reviewed(), selected, completed]

describe('a rule refuses', () => {
  testRefusals([
    [
      'G6',
      'a command before the nomination',
      [],
      send('SelectTrainee'),
      {},
      { event: 'TraineeSelected', opensWith: 'CandidateNominated' },
    ],
    ['G7', 'an unknown base', [], nominate(), { ...viewsToNominate, base: {} }, { baseId: 'b1', founded: false }],
    [
      'G7',
      'a division that is not registered',
      [],
      nominate(),
      { ...viewsToNominate, division: {} },
      { divisionCode: '532329104207', registered: false },
    ],
    [
      'G7',
      'a household that is not registered',
      [],
      nominate({ householdId: 'h1' }),
      { ...viewsToNominate, household: {} },
      { householdId: 'h1', registered: false },
    ],
    [
      'G7',
      'an enrolment without a seat',
      [nominated(), reviewed(), selected],
      send('Enrol', { batchId: 'k1', attempt: 1, ...dates }),
      {},
      { batchId: 'k1', seatTaken: false },
    ],
    [
      'G7',
      'an enrolment for another seat',
      [nominated(), reviewed(), selected],
      send('Enrol', { batchId: 'k1', attempt: 2, ...dates }),
      { batch: participation },
      { batchId: 'k1', attempt: 2, currentAttempt: 1 },
    ],
    [
      'G7',
      'mentoring under the agreement of another person',
      leadHousehold,
      send('StartMentoring', { agreementId: 'a1' }),
      { agreement: { ...agreement, mentorId: 'other' } },
      { agreementId: 'a1', mentor: 'other' },
    ],
    [
      'G7',
      'delisting a person who is not listed',
      [nominated()],
      send('DelistLeadCandidate', { reason: 'r' }),
      {},
      { listed: false },
    ],
    [
      'G7',
      'the end of a post that the person does not hold',
      [nominated()],
      send('EndVillagePost', { post: 'member', reason: 'r' }),
      {},
      { post: 'member', holds: null },
    ],
    [
      'G3',
      'a day after the day of recording',
      [nominated()],
      send('ReviewEligibility', { passed: true, findings: [], by: nomination.by }),
      { recordedOn: day('2018-06-09') },
      { on: '2018-06-10', recordedOn: '2018-06-09' },
    ],
    [
      'S2',
      'a selection before its review',
      [nominated(), reviewed(true, '2018-03-20')],
      send('SelectTrainee', { on: '2018-03-10' }),
      {},
      { reviewed: false, passed: false },
    ],
    [
      'G7',
      'moving to a household that is not registered',
      [nominated()],
      send('ReviseProfile', { householdId: 'h1', reason: 'married' }),
      {},
      { householdId: 'h1', registered: false },
    ],
    [
      'G7',
      'a reserve cadre of a division that is not registered',
      cadre,
      send('NameReserveCadre', { divisionCode }),
      {},
      { divisionCode: '532329104207', registered: false },
    ],
    [
      'G7',
      'an enrolment in an ended batch',
      selectedTrainee,
      send('Enrol', { batchId: 'k1', attempt: 1, ...dates }),
      { batch: { ...participation, endedOn: day('2018-06-01') } },
      { batchId: 'k1', batchEndedOn: '2018-06-01' },
    ],
    [
      'G7',
      'mentoring under an unknown agreement',
      leadHousehold,
      send('StartMentoring', { agreementId: 'a1' }),
      { policy: policy() },
      { agreementId: 'a1', signed: false },
    ],
    [
      'G7',
      'mentoring under an ended agreement',
      leadHousehold,
      send('StartMentoring', { agreementId: 'a1' }),
      { agreement: { ...agreement, endedOn: day('2018-06-05') } },
      { agreementId: 'a1', endedOn: '2018-06-05' },
    ],
    [
      'G7',
      'revoking a recognition that does not exist',
      leadHousehold,
      send('RevokeRecognition', { industry: 'pigs', reason: 'r' }),
      {},
      { industry: 'pigs', recognised: false },
    ],
    [
      'G7',
      'removing a person who is no reserve cadre',
      cadre,
      send('RemoveReserveCadre', { reason: 'r' }),
      {},
      { reserveCadre: false },
    ],
  ])
})
