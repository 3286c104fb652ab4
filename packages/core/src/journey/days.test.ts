// G3: the events that an event of a journey depends on.
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
  recognised,
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

const selectedTrainee = [nominated(), reviewed(), selected]
const withdrawn = event('JourneyWithdrawn', { reason: 'moved', on: '2018-07-01' })
const nominatedAgain = [nominated(), withdrawn, nominated({ on: '2018-08-01' })]
const post = { post: 'member', body: 'partyBranch', divisionCode } as const
const cadre = [nominated({ partyMember: true }), reviewed(), selected, completed]
const reserve = event('ReserveCadreNamed', { divisionCode, on: '2018-04-05' })

/** An event on which a command depends: the events before, the day of that event, and the day before it. */
type Dependency = readonly [
  dependsOn: string,
  type: string,
  events: readonly unknown[],
  data: object,
  day: string,
  dayBefore: string,
  views?: object,
]

describe('G3 an event is dated on the day of the events it depends on, or later', () => {
  const newNomination = { ...nomination, category: 'veteran' }
  const dependencies: readonly Dependency[] = [
    ['baseFounded', 'NominateCandidate', [], nomination, '2013-01-01', '2012-12-31', viewsToNominate],
    [
      'householdRegistered',
      'NominateCandidate',
      [],
      { ...nomination, householdId: 'h1' },
      '2018-02-01',
      '2018-01-31',
      { ...viewsToNominate, household: { registeredOn: day('2018-02-01') } },
    ],
    [
      'endedBefore',
      'NominateCandidate',
      [nominated(), withdrawn],
      newNomination,
      '2018-07-01',
      '2018-06-30',
      viewsToNominate,
    ],
    ['nominated', 'RequestCourses', [nominated()], { subjects: ['morels'] }, '2018-03-01', '2018-02-28'],
    [
      'nominatedAgain',
      'ReviewEligibility',
      nominatedAgain,
      { passed: true, findings: [], by: nomination.by },
      '2018-08-01',
      '2018-07-31',
    ],
    [
      'nominatedAgain',
      'SelectTrainee',
      nominatedAgain,
      {},
      '2018-08-01',
      '2018-07-31',
      { policy: policy({ requireEligibilityGate: false }) },
    ],
    ['nominatedAgain', 'RejectCandidate', nominatedAgain, { reason: 'r' }, '2018-08-01', '2018-07-31'],
    ['reviewed', 'SelectTrainee', [nominated(), reviewed()], {}, '2018-03-04', '2018-03-03'],
    ['reviewed', 'RejectCandidate', [nominated(), reviewed()], { reason: 'r' }, '2018-03-04', '2018-03-03'],
    [
      'selected',
      'Enrol',
      selectedTrainee,
      { batchId: 'k1', attempt: 1 },
      '2018-03-05',
      '2018-03-04',
      { batch: { audience: ['villager'], seat: { attempt: 1, on: day('2018-03-01') } } },
    ],
    [
      'seatTaken',
      'Enrol',
      selectedTrainee,
      { batchId: 'k1', attempt: 1 },
      '2018-03-08',
      '2018-03-07',
      { batch: { audience: ['villager'], seat: { attempt: 1, on: day('2018-03-08') } } },
    ],
    [
      'enrolled',
      'LeaveBatch',
      [...selectedTrainee, event('TraineeEnrolled', { batchId: 'k1', attempt: 1 })],
      { batchId: 'k1', attempt: 1, reason: 'late' },
      '2018-03-10',
      '2018-03-09',
    ],
    [
      'batchClosed',
      'RecordTraining',
      selectedTrainee,
      { batchId: 'k1', ...result },
      '2018-04-01',
      '2018-03-31',
      { batch: { audience: [], closedOn: day('2018-04-01'), result } },
    ],
    [
      'batchClosed',
      'RecordTraining',
      selectedTrainee,
      { batchId: 'k1', ...result, completed: false },
      '2018-04-01',
      '2018-03-31',
      { batch: { audience: [], closedOn: day('2018-04-01'), result: { ...result, completed: false } } },
    ],
    [
      'selected',
      'ListLeadCandidate',
      selectedTrainee,
      { industry: 'morels', conditions: ['land'] },
      '2018-03-05',
      '2018-03-04',
      { policy: policy({ requireTrainingBeforeListing: false }) },
    ],
    [
      'trained',
      'ListLeadCandidate',
      [...selectedTrainee, completed],
      { industry: 'morels', conditions: ['land'] },
      '2018-04-01',
      '2018-03-31',
      { policy: policy({ requireTrainingBeforeListing: true }) },
    ],
    ['listed', 'DelistLeadCandidate', [...selectedTrainee, listed], { reason: 'r' }, '2018-04-10', '2018-04-09'],
    [
      'listed',
      'GrantSupport',
      [...selectedTrainee, listed],
      { kind: 'policy', instrument: 'i', purpose: 'p' },
      '2018-04-10',
      '2018-04-09',
    ],
    [
      'listed',
      'RecogniseLeadHousehold',
      [...selectedTrainee, completed, event('ScaleRecorded', { ...scaled.data, on: '2018-04-01' }), listed],
      { industry: 'morels' },
      '2018-04-10',
      '2018-04-09',
    ],
    [
      'trained',
      'RecogniseLeadHousehold',
      [...selectedTrainee, { ...completed, data: { ...completed.data, on: '2018-05-20' } }, listed, scaled],
      { industry: 'morels' },
      '2018-05-20',
      '2018-05-19',
    ],
    [
      'scaleRecorded',
      'RecogniseLeadHousehold',
      [...selectedTrainee, completed, listed, scaled],
      { industry: 'morels' },
      '2018-05-01',
      '2018-04-30',
    ],
    ['recognised', 'RevokeRecognition', leadHousehold, { industry: 'morels', reason: 'r' }, '2018-05-10', '2018-05-09'],
    [
      'agreementSigned',
      'StartMentoring',
      leadHousehold,
      { agreementId: 'a1' },
      '2018-06-01',
      '2018-05-31',
      { agreement, policy: policy() },
    ],
    [
      'mentoringStarted',
      'EndMentoring',
      [...leadHousehold, event('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' })],
      { agreementId: 'a1', outcome: 'completed' },
      '2018-06-01',
      '2018-05-31',
    ],
    ['trained', 'NameReserveCadre', cadre, { divisionCode }, '2018-04-01', '2018-03-31', viewsToNominate],
    ['named', 'RemoveReserveCadre', [...cadre, reserve], { reason: 'r' }, '2018-04-05', '2018-04-04'],
    [
      'namedReserve',
      'TakeVillagePost',
      [...cadre, reserve],
      { ...post, how: 'appointed' },
      '2018-04-05',
      '2018-04-04',
      viewsToNominate,
    ],
    [
      'taken',
      'EndVillagePost',
      [...cadre, reserve, event('VillagePostTaken', { ...post, how: 'appointed', on: '2018-05-01' })],
      { post: 'member', reason: 'r' },
      '2018-05-01',
      '2018-04-30',
    ],
    [
      'disqualified',
      'Reinstate',
      [nominated(), event('TraineeDisqualified', { reason: 'r' })],
      { reason: 'r' },
      '2018-03-10',
      '2018-03-09',
    ],
  ]

  for (const [dependsOn, type, events, data, on, dayBefore, views = {}] of dependencies)
    it(`${type} depends on ${dependsOn}`, () => {
      const decideOn = (on: string) => journey(...events).when({ type, data: { ...data, traineeId, on } }, { ...views })
      expect(decideOn(on).events).toHaveLength(1)
      expect(decideOn(dayBefore).rule).toBe('G3')
      expect(decideOn(dayBefore).evidence).toEqual({ on: dayBefore, dependsOn, notBefore: on })
    })

  it('support for a person who is recognised and no longer listed depends on the earliest recognition', () => {
    const delisted = event('LeadCandidateDelisted', { reason: 'r', on: '2018-05-20' })
    const inPigs = event('LeadHouseholdRecognised', { industry: 'pigs', on: '2018-05-12' })
    for (const both of [
      [recognised, inPigs],
      [inPigs, recognised],
    ]) {
      const granting = journey(...selectedTrainee, completed, listed, scaled, ...both, delisted)
      const grant = (on: string) =>
        granting.when({
          type: 'GrantSupport',
          data: { traineeId, kind: 'policy', instrument: 'i', purpose: 'p', on },
        })
      expect(grant('2018-05-10').events).toHaveLength(1)
      expect(grant('2018-05-09').evidence).toMatchObject({ dependsOn: 'listed', notBefore: '2018-05-10' })
    }
  })

  it('listing does not depend on the training if the policy does not require it', () => {
    const listing = journey(...selectedTrainee, completed).when(
      { type: 'ListLeadCandidate', data: { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-20' } },
      { policy: policy({ requireTrainingBeforeListing: false }) },
    )
    expect(listing.events).toHaveLength(1)
  })
})
