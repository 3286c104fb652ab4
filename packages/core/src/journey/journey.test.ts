import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { given } from '../../test/given.js'
import {
  completed,
  leadHousehold,
  listed,
  nominated,
  nomination,
  policy,
  reached,
  recognised,
  reviewed,
  said,
  scaled,
  selected,
  traineeId,
} from '../../test/people.js'
import * as Journey from './index.js'

const registeredOn = day('2013-01-01')
const there = { base: { foundedOn: day('2017-10-01') }, division: { registeredOn }, household: { registeredOn } }
const seat = { audience: ['villager'] as const, taken: { attempt: 1, on: day('2018-03-08') } }
const agreement = { signedOn: day('2018-06-01'), mentorId: 'x', industry: 'morels' }
const tell = (type: string, data: object = {}) => ({ type, data: { traineeId, on: '2018-06-10', ...data } })
const journey = (...events: readonly unknown[]) => given(Journey.aggregate, ...events)
const nominate = (changes: object = {}) => ({ type: 'NominateCandidate', data: { ...nomination, ...changes } })

describe('the way of one person', () => {
  it('begins with a nomination that repeats what was said', () => {
    expect(journey().when(nominate(), there).events).toEqual([nominated()])
  })

  it('goes up by facts, and training never lowers the stage', () => {
    const steps = [nominated(), reviewed(), selected, completed, listed, scaled, reached, recognised]
    const stages = steps.map((_, n) => Journey.stageOf(journey(...steps.slice(0, n + 1)).state))
    expect(stages).toEqual([
      'nominated',
      'nominated',
      'selected',
      'trained',
      'leadCandidate',
      'leadCandidate',
      'leadCandidate',
      'leadHousehold',
    ])
    const retrained = said('TrainingCompleted', {
      batchId: 'k2',
      completed: true,
      attendance: 1,
      hours: 20,
      on: '2018-08-01',
    })
    expect(Journey.stageOf(journey(...leadHousehold, retrained).state)).toBe('leadHousehold')
  })

  it('lets review, selection, listing and recognition lapse with a new nomination, and keeps trainings and thresholds', () => {
    const { state } = journey(
      ...leadHousehold,
      said('JourneyWithdrawn', { reason: 'moved', on: '2018-06-01' }),
      nominated({ on: '2018-07-01' }),
    )
    expect(Journey.stageOf(state)).toBe('trained')
    expect(state.thresholds.get('morels')).toBe('2018-05-01')
    expect(state.run?.recognised.size).toBe(0)
  })

  it('reaches the threshold once, with the first recorded scale that meets the policy', () => {
    const record = (quantity: number, on: string) =>
      tell('RecordScale', { industry: 'morels', quantity, unit: 'mu', on })
    const facts = { policy: policy() }
    const small = journey(nominated()).when(record(4, '2018-05-01'), facts)
    expect(small.events.map(({ type }) => type)).toEqual(['ScaleRecorded'])
    const large = small.when(record(11, '2018-06-01'), facts)
    expect(large.events.map(({ type }) => type)).toEqual(['ScaleRecorded', 'ScaleThresholdReached'])
    expect(large.when(record(14, '2018-07-01'), facts).events.map(({ type }) => type)).toEqual(['ScaleRecorded'])
  })

  it('adds up funding', () => {
    const grant = (amountFen: number, instrument: string) =>
      tell('GrantSupport', { kind: 'funding', amountFen, instrument, purpose: 'seed' })
    const { events } = journey(...leadHousehold)
      .when(grant(500, 'a'))
      .when(grant(700, 'b'))
    expect(events).toMatchObject([{ type: 'SupportGranted', data: { amountFen: 700, total: 1200 } }])
  })
})

describe('what is said again', () => {
  const again: readonly (readonly [string, readonly unknown[], object])[] = [
    ['the same nomination', [nominated()], nominate({ on: '2018-03-02' })],
    [
      'the same review',
      [nominated(), reviewed()],
      tell('ReviewEligibility', { passed: true, findings: [], by: nomination.by }),
    ],
    ['the selection', [nominated(), reviewed(), selected], tell('SelectTrainee')],
    [
      'the same listing',
      [nominated(), reviewed(), selected, listed],
      tell('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
    ],
    ['the same scale', leadHousehold, tell('RecordScale', { industry: 'morels', quantity: 12, unit: 'mu' })],
    [
      'a withdrawal',
      [nominated(), said('JourneyWithdrawn', { reason: 'moved' })],
      tell('Withdraw', { reason: 'moved' }),
    ],
    [
      'an ending of what is not there',
      [nominated()],
      tell('LeaveBatch', { batchId: 'k1', attempt: 1, reason: 'late' }),
    ],
    [
      'an ending of another attempt',
      [nominated(), reviewed(), selected, said('TraineeEnrolled', { batchId: 'k1', attempt: 2 })],
      tell('LeaveBatch', { batchId: 'k1', attempt: 1, reason: 'late' }),
    ],
  ]
  it.each(again)('%s gives no event', (_what, events, command) => {
    expect(journey(...events).when(command, { ...there, policy: policy() }).events).toEqual([])
  })

  it('is judged when it no longer holds', () => {
    const other = said('LeadCandidateListed', { industry: 'lingzhi', conditions: ['land'], on: '2018-04-20' })
    expect(
      journey(nominated(), reviewed(), selected, listed, other).when(
        tell('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      ).events,
    ).toHaveLength(1)
  })
})

describe('a rule refuses', () => {
  type Refusal = readonly [
    rule: string,
    why: string,
    events: readonly unknown[],
    command: object,
    facts: object,
    evidence: object,
  ]
  const enrolled = said('TraineeEnrolled', { batchId: 'k0', attempt: 1 })
  const mentoring = said('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' })
  const member = nominated({ partyMember: true })
  const withdrawn = said('JourneyWithdrawn', { reason: 'moved' })
  const post = { post: 'member', body: 'partyBranch', how: 'appointed', divisionCode: '532329104207' }
  const refusals: readonly Refusal[] = [
    ['G6', 'before the nomination', [], tell('SelectTrainee'), {}, { opensWith: 'CandidateNominated' }],
    ['G7', 'a base that is not there', [], nominate(), { ...there, base: {} }, { baseId: 'b1', founded: false }],
    ['G7', 'a division that is not registered', [], nominate(), { ...there, division: {} }, { registered: false }],
    [
      'G7',
      'a household that is not registered',
      [],
      nominate({ householdId: 'h1' }),
      { ...there, household: {} },
      { householdId: 'h1' },
    ],
    [
      'G7',
      'a seat that is not held',
      [nominated(), reviewed(), selected],
      tell('Enrol', { batchId: 'k1', attempt: 1 }),
      {},
      { seatTaken: false },
    ],
    [
      'G7',
      'a seat of another attempt',
      [nominated(), reviewed(), selected],
      tell('Enrol', { batchId: 'k1', attempt: 2 }),
      { batch: seat },
      { currentAttempt: 1 },
    ],
    [
      'G7',
      'an agreement of somebody else',
      leadHousehold,
      tell('StartMentoring', { agreementId: 'a1' }),
      { agreement: { ...agreement, mentorId: 'other' } },
      { mentor: 'other' },
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
      { holds: null },
    ],
    [
      'G3',
      'a day after the day of recording',
      [nominated()],
      tell('ReviewEligibility', { passed: true, findings: [], by: nomination.by }),
      { recordedOn: day('2018-06-09') },
      { recordedOn: '2018-06-09' },
    ],
    [
      'G3',
      'a selection before its review',
      [nominated(), reviewed(true, '2018-03-20')],
      tell('SelectTrainee', { on: '2018-03-10' }),
      {},
      { restsOnFact: 'reviewed', restsOnDay: '2018-03-20' },
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
      { potential: 0 },
    ],
    ['S2', 'no review', [nominated()], tell('SelectTrainee'), {}, { reviewed: false }],
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
      { category: 'veteran' },
    ],
    [
      'S6',
      'anything new of the withdrawn',
      [nominated(), withdrawn],
      tell('RequestCourses', { subjects: ['morels'] }),
      {},
      { standing: 'withdrawn' },
    ],
    [
      'S6',
      'reinstating the withdrawn',
      [nominated(), withdrawn],
      tell('Reinstate', { reason: 'r' }),
      {},
      { standing: 'withdrawn' },
    ],
    [
      'T1',
      'a second enrolment',
      [nominated(), reviewed(), selected, enrolled],
      tell('Enrol', { batchId: 'k1' }),
      { batch: seat },
      { alreadyEnrolledIn: 'k0' },
    ],
    [
      'T9',
      'another result than the batch says',
      [nominated()],
      tell('RecordTraining', { batchId: 'k1', completed: true, attendance: 1, hours: 20 }),
      { batch: { audience: [], result: { completed: false, attendance: 0.5, hours: 10 } } },
      { differs: 'completed' },
    ],
    [
      'L1',
      'listing without potential',
      [nominated({ potential: [] }), reviewed(), selected],
      tell('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      {},
      { potential: 0 },
    ],
    [
      'L1',
      'listing without a condition',
      [nominated(), reviewed(), selected],
      tell('ListLeadCandidate', { industry: 'morels', conditions: [] }),
      {},
      { conditions: 0 },
    ],
    [
      'L1',
      'listing before training, by policy',
      [nominated(), reviewed(), selected],
      tell('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      { policy: policy({ requireTrainingBeforeListing: true }) },
      { trained: false },
    ],
    [
      'L2',
      'support for the unlisted',
      [nominated()],
      tell('GrantSupport', { kind: 'policy', instrument: 'i', purpose: 'p' }),
      {},
      { listed: false },
    ],
    [
      'L2',
      'funding of nothing',
      leadHousehold,
      tell('GrantSupport', { kind: 'funding', amountFen: 0, instrument: 'i', purpose: 'p' }),
      {},
      { amountFen: 0 },
    ],
    [
      'L2',
      'funding over the ceiling',
      leadHousehold,
      tell('GrantSupport', { kind: 'funding', amountFen: 101, instrument: 'i', purpose: 'p' }),
      { policy: policy({ supportCeilingFen: 100 }) },
      { total: 101, supportCeilingFen: 100 },
    ],
    [
      'L3',
      'recognising the untrained',
      [nominated(), reviewed(), selected, listed, scaled],
      tell('RecogniseLeadHousehold', { industry: 'morels' }),
      {},
      { trained: false },
    ],
    [
      'L3',
      'recognising without a scale',
      [nominated(), reviewed(), selected, completed, listed],
      tell('RecogniseLeadHousehold', { industry: 'morels' }),
      {},
      { scaleRecorded: false },
    ],
    [
      'L3',
      'revoking under an active agreement',
      [...leadHousehold, mentoring],
      tell('RevokeRecognition', { industry: 'morels', reason: 'r' }),
      { agreements: new Map([['a1', agreement]]) },
      { activeAgreement: 'a1' },
    ],
    [
      'L3',
      'delisting under an active agreement',
      [...leadHousehold, mentoring],
      tell('DelistLeadCandidate', { reason: 'r' }),
      { agreements: new Map([['a1', agreement]]) },
      { activeAgreement: 'a1' },
    ],
    [
      'L4',
      'an industry without a threshold',
      [nominated()],
      tell('RecordScale', { industry: 'bees', quantity: 3, unit: 'hives' }),
      { policy: policy() },
      { industry: 'bees', threshold: null },
    ],
    [
      'L4',
      'a record in another unit',
      [nominated()],
      tell('RecordScale', { industry: 'morels', quantity: 3, unit: 'hectare' }),
      { policy: policy() },
      { expectedUnit: 'mu' },
    ],
    [
      'L5',
      'a cooperative too small',
      [nominated()],
      tell('LeadCooperative', { cooperativeId: 'c', name: 'c', members: 4, farmers: 4, partyLed: false }),
      {},
      { members: 4, minCooperativeMembers: 5 },
    ],
    [
      'L5',
      'too few farmers',
      [nominated()],
      tell('LeadCooperative', { cooperativeId: 'c', name: 'c', members: 10, farmers: 7, partyLed: false }),
      {},
      { farmers: 7 },
    ],
    [
      'L5',
      'party-led by somebody who is no member',
      [nominated()],
      tell('LeadCooperative', { cooperativeId: 'c', name: 'c', members: 10, farmers: 9, partyLed: true }),
      {},
      { partyMember: false },
    ],
    [
      'M1',
      'mentoring below the threshold',
      [nominated(), reviewed(), selected, completed, listed, scaled, recognised],
      tell('StartMentoring', { agreementId: 'a1' }),
      { agreement, policy: policy({ scaleThresholds: { morels: { quantity: 15, unit: 'mu' } } }) },
      { quantity: 12, threshold: 15, thresholdReachedOn: null },
    ],
    [
      'M6',
      'moving into a household that the person mentors',
      [...leadHousehold, said('MentoringStarted', { agreementId: 'a1', on: '2018-06-02' })],
      tell('ReviseProfile', { householdId: 'h1', reason: 'married' }),
      {
        household: { registeredOn },
        ownPlacements: new Map([['a1', { attempt: 1, state: 'confirmed', on: day('2018-06-03') }]]),
      },
      { householdId: 'h1' },
    ],
    [
      'K1',
      'a reserve cadre outside the party',
      [nominated(), reviewed(), selected, completed],
      tell('NameReserveCadre', { divisionCode: '532329104207' }),
      there,
      { partyMember: false },
    ],
    [
      'K1',
      'an untrained reserve cadre',
      [member, reviewed(), selected],
      tell('NameReserveCadre', { divisionCode: '532329104207' }),
      there,
      { trained: false },
    ],
    [
      'K2',
      'a first post of somebody unprepared',
      [member, reviewed(), selected, completed],
      tell('TakeVillagePost', post),
      there,
      { reserveCadre: false },
    ],
    [
      'K2',
      'an appointed committee member',
      leadHousehold,
      tell('TakeVillagePost', { ...post, body: 'villagersCommittee' }),
      there,
      { how: 'appointed' },
    ],
    [
      'K2',
      'a second post',
      [...leadHousehold, said('VillagePostTaken', { ...post, post: 'other', on: '2018-06-01' })],
      tell('TakeVillagePost', post),
      there,
      { holdsPost: 'other' },
    ],
  ]
  it.each(refusals)('%s: %s', (rule, _why, events, command, facts, evidence) => {
    const decision = journey(...events).when(command, { ...facts })
    expect(decision.rule).toBe(rule)
    expect(decision.evidence).toMatchObject(evidence)
  })
})
