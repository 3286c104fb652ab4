// What is entered for a day before the events that it depends on.
import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { given } from '../../test/given.js'
import {
  completed,
  event,
  leadHousehold,
  listed,
  nominated,
  nomination,
  policy,
  reviewed,
  scaled,
  selected,
  traineeId,
} from '../../test/people.js'
import * as Journey from './index.js'

const divisionCode = '532329104207'
const registeredOn = day('2013-01-01')
const viewsToNominate = { base: { foundedOn: day('2013-01-01') }, division: { registeredOn } }
const agreement = { signedOn: day('2018-06-01'), mentorId: 'x', industry: 'morels' }
const result = { completed: true, attendance: 1, hours: 20 }
const journey = (...events: readonly unknown[]) => given(Journey.aggregate, ...events)

const dates = { from: '2018-03-19', until: '2018-03-25' }
const selectedTrainee = [nominated(), reviewed(), selected]
const withdrawn = event('JourneyWithdrawn', { reason: 'moved', on: '2018-07-01' })
const nominatedAgain = [nominated(), withdrawn, nominated({ on: '2018-08-01' })]
const post = { post: 'member', body: 'partyBranch', divisionCode } as const
const cadre = [nominated({ partyMember: true }), reviewed(), selected, completed]
const reserve = event('ReserveCadreNamed', { divisionCode, on: '2018-04-05' })

/**
 * A command that depends on an event: the day of that event and the day before it, and the rule that refuses the command
 * for the day before. `nothing`: a process's command then records nothing. `recorded`: a reference needs no date.
 */
type Dependency = readonly [
  rule: string,
  dependsOn: string,
  type: string,
  events: readonly unknown[],
  data: object,
  day: string,
  dayBefore: string,
  views?: object,
  viewsOfDayBefore?: object,
]

describe('a command that is dated before an event that it depends on', () => {
  const newNomination = { ...nomination, category: 'veteran' }
  const dependencies: readonly Dependency[] = [
    ['recorded', 'baseFounded', 'NominateCandidate', [], nomination, '2013-01-01', '2012-12-31', viewsToNominate],
    [
      'recorded',
      'householdRegistered',
      'NominateCandidate',
      [],
      { ...nomination, householdId: 'h1' },
      '2018-02-01',
      '2018-01-31',
      { ...viewsToNominate, household: { registeredOn: day('2018-02-01') } },
    ],
    [
      'S3',
      'endedBefore',
      'NominateCandidate',
      [nominated(), withdrawn],
      newNomination,
      '2018-07-01',
      '2018-06-30',
      viewsToNominate,
    ],
    ['G6', 'nominated', 'RequestCourses', [nominated()], { subjects: ['morels'] }, '2018-03-01', '2018-02-28'],
    [
      'S6',
      'nominatedAgain',
      'ReviewEligibility',
      nominatedAgain,
      { passed: true, findings: [], by: nomination.by },
      '2018-08-01',
      '2018-07-31',
    ],
    [
      'S6',
      'nominatedAgain',
      'SelectTrainee',
      nominatedAgain,
      {},
      '2018-08-01',
      '2018-07-31',
      { policy: policy({ requireEligibilityGate: false }) },
    ],
    ['S6', 'nominatedAgain', 'RejectCandidate', nominatedAgain, { reason: 'r' }, '2018-08-01', '2018-07-31'],
    ['S2', 'reviewed', 'SelectTrainee', [nominated(), reviewed()], {}, '2018-03-04', '2018-03-03'],
    ['G8', 'reviewed', 'RejectCandidate', [nominated(), reviewed()], { reason: 'r' }, '2018-03-04', '2018-03-03'],
    [
      'S5',
      'selected',
      'Enrol',
      selectedTrainee,
      { batchId: 'k1', attempt: 1, ...dates },
      '2018-03-05',
      '2018-03-04',
      { batch: { audience: ['villager'], seat: { attempt: 1, on: day('2018-03-01') } } },
    ],
    [
      'G7',
      'seatTaken',
      'Enrol',
      selectedTrainee,
      { batchId: 'k1', attempt: 1, ...dates },
      '2018-03-08',
      '2018-03-07',
      { batch: { audience: ['villager'], seat: { attempt: 1, on: day('2018-03-08') } } },
      { batch: { audience: ['villager'] } },
    ],
    [
      'nothing',
      'enrolled',
      'LeaveBatch',
      [...selectedTrainee, event('TraineeEnrolled', { batchId: 'k1', attempt: 1, ...dates })],
      { batchId: 'k1', attempt: 1, reason: 'late' },
      '2018-03-10',
      '2018-03-09',
    ],
    [
      'T9',
      'batchClosed',
      'RecordTraining',
      selectedTrainee,
      { batchId: 'k1', ...result },
      '2018-04-01',
      '2018-03-31',
      { batch: { audience: [], closedOn: day('2018-04-01'), result } },
      { batch: { audience: [] } },
    ],
    [
      'T9',
      'batchClosed',
      'RecordTraining',
      selectedTrainee,
      { batchId: 'k1', ...result, completed: false },
      '2018-04-01',
      '2018-03-31',
      { batch: { audience: [], closedOn: day('2018-04-01'), result: { ...result, completed: false } } },
      { batch: { audience: [] } },
    ],
    [
      'L1',
      'selected',
      'ListLeadCandidate',
      selectedTrainee,
      { industry: 'morels', conditions: ['land'] },
      '2018-03-05',
      '2018-03-04',
      { policy: policy({ requireTrainingBeforeListing: false }) },
    ],
    [
      'L1',
      'trained',
      'ListLeadCandidate',
      [...selectedTrainee, completed],
      { industry: 'morels', conditions: ['land'] },
      '2018-04-01',
      '2018-03-31',
      { policy: policy({ requireTrainingBeforeListing: true }) },
    ],
    ['G7', 'listed', 'DelistLeadCandidate', [...selectedTrainee, listed], { reason: 'r' }, '2018-04-10', '2018-04-09'],
    [
      'L2',
      'listed',
      'GrantSupport',
      [...selectedTrainee, listed],
      { kind: 'policy', instrument: 'i', purpose: 'p' },
      '2018-04-10',
      '2018-04-09',
    ],
    [
      'L3',
      'listed',
      'RecogniseLeadHousehold',
      [...selectedTrainee, completed, event('ScaleRecorded', { ...scaled.data, on: '2018-04-01' }), listed],
      { industry: 'morels' },
      '2018-04-10',
      '2018-04-09',
    ],
    [
      'L3',
      'trained',
      'RecogniseLeadHousehold',
      [...selectedTrainee, { ...completed, data: { ...completed.data, on: '2018-05-20' } }, listed, scaled],
      { industry: 'morels' },
      '2018-05-20',
      '2018-05-19',
    ],
    [
      'L3',
      'scaleRecorded',
      'RecogniseLeadHousehold',
      [...selectedTrainee, completed, listed, scaled],
      { industry: 'morels' },
      '2018-05-01',
      '2018-04-30',
    ],
    [
      'G7',
      'recognised',
      'RevokeRecognition',
      leadHousehold,
      { industry: 'morels', reason: 'r' },
      '2018-05-10',
      '2018-05-09',
    ],
    [
      'G7',
      'agreementSigned',
      'StartMentoring',
      leadHousehold,
      { agreementId: 'a1' },
      '2018-06-01',
      '2018-05-31',
      { agreement, policy: policy() },
      { policy: policy() },
    ],
    [
      'nothing',
      'mentoringStarted',
      'EndMentoring',
      [...leadHousehold, event('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' })],
      { agreementId: 'a1', outcome: 'completed' },
      '2018-06-01',
      '2018-05-31',
    ],
    ['K1', 'trained', 'NameReserveCadre', cadre, { divisionCode }, '2018-04-01', '2018-03-31', viewsToNominate],
    ['G7', 'named', 'RemoveReserveCadre', [...cadre, reserve], { reason: 'r' }, '2018-04-05', '2018-04-04'],
    [
      'K2',
      'namedReserve',
      'TakeVillagePost',
      [...cadre, reserve],
      { ...post, how: 'appointed' },
      '2018-04-05',
      '2018-04-04',
      viewsToNominate,
    ],
    [
      'G7',
      'taken',
      'EndVillagePost',
      [...cadre, reserve, event('VillagePostTaken', { ...post, how: 'appointed', on: '2018-05-01' })],
      { post: 'member', reason: 'r' },
      '2018-05-01',
      '2018-04-30',
    ],
    [
      'S6',
      'disqualified',
      'Reinstate',
      [nominated(), event('TraineeDisqualified', { reason: 'r' })],
      { reason: 'r' },
      '2018-03-10',
      '2018-03-09',
    ],
  ]

  for (const [rule, dependsOn, type, events, data, on, dayBefore, views = {}, viewsOfDayBefore = views] of dependencies)
    it(`${rule}: ${type} on the day of ${dependsOn}, and on the day before`, () => {
      const decide = (on: string, given: object) =>
        journey(...events).when({ type, data: { ...data, traineeId, on } }, { ...given })
      expect(decide(on, views).events).toHaveLength(1)
      const early = decide(dayBefore, viewsOfDayBefore)
      if (rule === 'nothing') expect(early.events).toEqual([])
      else if (rule === 'recorded') expect(early.events).toHaveLength(1)
      else expect(early.rule).toBe(rule)
    })
})
