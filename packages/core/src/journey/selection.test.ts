// S1 to S6, T1 and T9: refusals of a journey, with their evidence.
import { describe } from 'vitest'
import { nominate, participation, send, testRefusals, viewsToNominate } from '../../test/journeys.js'
import { event, leadHousehold, nominated, policy, reviewed, selected } from '../../test/people.js'

const dates = { from: '2018-03-19', until: '2018-03-25' }
const enrolled = event('TraineeEnrolled', { batchId: 'k0', attempt: 1, ...dates })
const withdrawn = event('JourneyWithdrawn', { reason: 'moved' })
const selectedTrainee = [nominated(), reviewed(), selected]

describe('a rule refuses', () => {
  testRefusals([
    [
      'S1',
      'an unwilling person',
      [nominated({ willing: false }), reviewed()],
      send('SelectTrainee'),
      {},
      { willing: false },
    ],
    [
      'S1',
      'a person without potential if the policy requires it',
      [nominated({ potential: [] }), reviewed()],
      send('SelectTrainee'),
      { policy: policy({ requirePotential: true }) },
      { potential: 0, required: 1 },
    ],
    [
      'S2',
      'a selection without a review',
      [nominated()],
      send('SelectTrainee'),
      {},
      { reviewed: false, passed: false },
    ],
    [
      'S2',
      'a selection after a failed review',
      [nominated(), reviewed(), reviewed(false, '2018-03-05')],
      send('SelectTrainee'),
      {},
      { reviewed: true, passed: false },
    ],
    [
      'S3',
      'nominating an active person',
      [nominated()],
      nominate({ category: 'veteran' }),
      viewsToNominate,
      { status: 'active' },
    ],
    [
      'S3',
      'nominating a person who is known under another id',
      [],
      nominate(),
      { ...viewsToNominate, claimedBy: 't9' },
      { alreadyKnownAs: 't9' },
    ],
    [
      'S3',
      'nominating an enrolled person',
      [nominated(), reviewed(), selected, enrolled, withdrawn],
      nominate({ on: '2018-04-01' }),
      viewsToNominate,
      { enrolledIn: 'k0' },
    ],
    [
      'S4',
      'rejecting a selected person',
      [nominated(), reviewed(), selected],
      send('RejectCandidate', { reason: 'r' }),
      {},
      { selectedOn: '2018-03-05' },
    ],
    [
      'S5',
      'enrolling a person who is not selected',
      [nominated()],
      send('Enrol', { batchId: 'k1', ...dates }),
      { batch: participation },
      { selected: false },
    ],
    [
      'S5',
      'a category that the batch is not for',
      [nominated({ category: 'veteran' }), reviewed(), selected],
      send('Enrol', { batchId: 'k1', ...dates }),
      { batch: participation },
      { category: 'veteran', audience: 'villager' },
    ],
    [
      'S6',
      'something new of a withdrawn person',
      [nominated(), withdrawn],
      send('RequestCourses', { subjects: ['morels'] }),
      {},
      { event: 'CoursesRequested', status: 'withdrawn' },
    ],
    [
      'S6',
      'reinstating a withdrawn person',
      [nominated(), withdrawn],
      send('Reinstate', { reason: 'r' }),
      {},
      { event: 'JourneyReinstated', status: 'withdrawn' },
    ],
    [
      'T1',
      'an enrolment in a batch that starts on the last day of another one',
      [nominated(), reviewed(), selected, enrolled],
      send('Enrol', { batchId: 'k1', from: '2018-03-25', until: '2018-03-30' }),
      { batch: participation },
      {
        batchId: 'k1',
        from: '2018-03-25',
        until: '2018-03-30',
        alreadyEnrolledIn: 'k0',
        otherFrom: '2018-03-19',
        otherUntil: '2018-03-25',
      },
    ],
    [
      'T9',
      'a result that differs from that of the batch',
      [nominated()],
      send('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20 }),
      { batch: { audience: [], result: { completed: false, attendance: 0.5, hours: 10 } } },
      { batchId: 'k1', differs: 'completed', batchResult: false },
    ],
    [
      'S3',
      'nominating a mentor',
      [
        ...leadHousehold,
        event('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' }),
        event('JourneyWithdrawn', { reason: 'moved', on: '2018-06-02' }),
      ],
      nominate({ on: '2018-07-01' }),
      viewsToNominate,
      { agreementsOpen: 1 },
    ],
    [
      'T9',
      'a training in a batch without results',
      selectedTrainee,
      send('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20 }),
      {},
      { batchId: 'k1', result: null },
    ],
    [
      'T9',
      'a score that the batch does not have',
      selectedTrainee,
      send('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20, score: 80 }),
      { batch: { audience: [], result: { completed: true, attendance: 1, hours: 20 } } },
      { batchId: 'k1', differs: 'score', batchResult: null },
    ],
  ])
})
