// G3: what a fact of a journey rests on, so that it is dated on that day or after it.
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

const chosen = [nominated(), reviewed(), selected]
const left = event('JourneyWithdrawn', { reason: 'moved', on: '2018-07-01' })
const nominatedAgain = [nominated(), left, nominated({ on: '2018-08-01' })]
const post = { post: 'member', body: 'partyBranch', divisionCode } as const
const cadre = [nominated({ partyMember: true }), reviewed(), selected, completed]
const reserve = event('ReserveCadreNamed', { divisionCode, on: '2018-04-05' })

/** What was said before, what is told then, of others what is seen; and the days of the fact and of what it rests on. */
type Resting = readonly [
  restsOn: string,
  type: string,
  events: readonly unknown[],
  data: object,
  day: string,
  before: string,
  views?: object,
]

describe('G3 a fact is dated on the day of what it rests on, or after it', () => {
  const retelling = { ...nomination, category: 'veteran' }
  const rest: readonly Resting[] = [
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
    ['endedBefore', 'NominateCandidate', [nominated(), left], retelling, '2018-07-01', '2018-06-30', viewsToNominate],
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
      chosen,
      { batchId: 'k1', attempt: 1 },
      '2018-03-05',
      '2018-03-04',
      { batch: { audience: ['villager'], seat: { attempt: 1, on: day('2018-03-01') } } },
    ],
    [
      'seatTaken',
      'Enrol',
      chosen,
      { batchId: 'k1', attempt: 1 },
      '2018-03-08',
      '2018-03-07',
      { batch: { audience: ['villager'], seat: { attempt: 1, on: day('2018-03-08') } } },
    ],
    [
      'enrolled',
      'LeaveBatch',
      [...chosen, event('TraineeEnrolled', { batchId: 'k1', attempt: 1 })],
      { batchId: 'k1', attempt: 1, reason: 'late' },
      '2018-03-10',
      '2018-03-09',
    ],
    [
      'batchClosed',
      'RecordTraining',
      chosen,
      { batchId: 'k1', ...result },
      '2018-04-01',
      '2018-03-31',
      { batch: { audience: [], closedOn: day('2018-04-01'), result } },
    ],
    [
      'batchClosed',
      'RecordTraining',
      chosen,
      { batchId: 'k1', ...result, completed: false },
      '2018-04-01',
      '2018-03-31',
      { batch: { audience: [], closedOn: day('2018-04-01'), result: { ...result, completed: false } } },
    ],
    [
      'selected',
      'ListLeadCandidate',
      chosen,
      { industry: 'morels', conditions: ['land'] },
      '2018-03-05',
      '2018-03-04',
      { policy: policy({ requireTrainingBeforeListing: false }) },
    ],
    [
      'trained',
      'ListLeadCandidate',
      [...chosen, completed],
      { industry: 'morels', conditions: ['land'] },
      '2018-04-01',
      '2018-03-31',
      { policy: policy({ requireTrainingBeforeListing: true }) },
    ],
    ['listed', 'DelistLeadCandidate', [...chosen, listed], { reason: 'r' }, '2018-04-10', '2018-04-09'],
    [
      'listed',
      'GrantSupport',
      [...chosen, listed],
      { kind: 'policy', instrument: 'i', purpose: 'p' },
      '2018-04-10',
      '2018-04-09',
    ],
    [
      'listed',
      'RecogniseLeadHousehold',
      [...chosen, completed, event('ScaleRecorded', { ...scaled.data, on: '2018-04-01' }), listed],
      { industry: 'morels' },
      '2018-04-10',
      '2018-04-09',
    ],
    [
      'trained',
      'RecogniseLeadHousehold',
      [...chosen, { ...completed, data: { ...completed.data, on: '2018-05-20' } }, listed, scaled],
      { industry: 'morels' },
      '2018-05-20',
      '2018-05-19',
    ],
    [
      'scaleRecorded',
      'RecogniseLeadHousehold',
      [...chosen, completed, listed, scaled],
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

  for (const [dependsOn, type, events, data, on, before, views = {}] of rest)
    it(`${type} rests on ${dependsOn}`, () => {
      const told = (on: string) => journey(...events).when({ type, data: { ...data, traineeId, on } }, { ...views })
      expect(told(on).events).toHaveLength(1)
      expect(told(before).rule).toBe('G3')
      expect(told(before).evidence).toEqual({ on: before, dependsOn, notBefore: on })
    })

  it('support for who was recognised and is not listed any more rests on the earliest recognition', () => {
    const delisted = event('LeadCandidateDelisted', { reason: 'r', on: '2018-05-20' })
    const inPigs = event('LeadHouseholdRecognised', { industry: 'pigs', on: '2018-05-12' })
    for (const both of [
      [recognised, inPigs],
      [inPigs, recognised],
    ]) {
      const granting = journey(...chosen, completed, listed, scaled, ...both, delisted)
      const grant = (on: string) =>
        granting.when({
          type: 'GrantSupport',
          data: { traineeId, kind: 'policy', instrument: 'i', purpose: 'p', on },
        })
      expect(grant('2018-05-10').events).toHaveLength(1)
      expect(grant('2018-05-09').evidence).toMatchObject({ dependsOn: 'listed', notBefore: '2018-05-10' })
    }
  })

  it('listing where the policy asks for no training first may come before the training', () => {
    const listing = journey(...chosen, completed).when(
      { type: 'ListLeadCandidate', data: { traineeId, industry: 'morels', conditions: ['land'], on: '2018-03-20' } },
      { policy: policy({ requireTrainingBeforeListing: false }) },
    )
    expect(listing.events).toHaveLength(1)
  })
})
