// L1 to L5, M1 and M6: refusals on the way to a lead household and a mentor, with their evidence.
import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import { agreement, evidenceAgainst, journey, registeredOn, send, testRefusals } from '../../test/journeys.js'
import {
  completed,
  event,
  leadHousehold,
  listed,
  nominated,
  policy,
  reached,
  recognised,
  reviewed,
  scaled,
  selected,
} from '../../test/people.js'

const mentoring = event('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' })
const selectedTrainee = [nominated(), reviewed(), selected]

describe('a rule refuses', () => {
  testRefusals([
    [
      'L1',
      'listing without potential',
      [nominated({ potential: [] }), reviewed(), selected],
      send('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      {},
      { potential: 0, required: 1 },
    ],
    [
      'L1',
      'listing without a condition',
      [nominated(), reviewed(), selected],
      send('ListLeadCandidate', { industry: 'morels', conditions: [] }),
      {},
      { conditions: 0, required: 1 },
    ],
    [
      'L1',
      'listing before training if the policy requires it',
      [nominated(), reviewed(), selected],
      send('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      { policy: policy({ requireTrainingBeforeListing: true }) },
      { trained: false },
    ],
    [
      'L2',
      'support for a person who is not listed',
      [nominated()],
      send('GrantSupport', { kind: 'policy', instrument: 'i', purpose: 'p' }),
      {},
      { listed: false, recognised: false },
    ],
    [
      'L2',
      'funding of zero',
      leadHousehold,
      send('GrantSupport', { kind: 'funding', amountFen: 0, instrument: 'i', purpose: 'p' }),
      {},
      { amountFen: 0 },
    ],
    [
      'L2',
      'funding above the ceiling',
      leadHousehold,
      send('GrantSupport', { kind: 'funding', amountFen: 101, instrument: 'i', purpose: 'p' }),
      { policy: policy({ supportCeilingFen: 100 }) },
      { total: 101, supportCeilingFen: 100 },
    ],
    [
      'L3',
      'recognition without training',
      [nominated(), reviewed(), selected, listed, scaled],
      send('RecogniseLeadHousehold', { industry: 'morels' }),
      {},
      { trained: false },
    ],
    [
      'L3',
      'recognition without a scale',
      [nominated(), reviewed(), selected, completed, listed],
      send('RecogniseLeadHousehold', { industry: 'morels' }),
      {},
      { industry: 'morels', scaleRecorded: false },
    ],
    [
      'L3',
      'revoking a recognition during an active agreement',
      [...leadHousehold, mentoring],
      send('RevokeRecognition', { industry: 'morels', reason: 'r' }),
      { agreements: new Map([['a1', agreement]]) },
      { industry: 'morels', activeAgreement: 'a1' },
    ],
    [
      'L3',
      'delisting during an active agreement',
      [...leadHousehold, mentoring],
      send('DelistLeadCandidate', { reason: 'r' }),
      { agreements: new Map([['a1', agreement]]) },
      { industry: 'morels', activeAgreement: 'a1' },
    ],
    [
      'L4',
      'an industry without a threshold',
      [nominated()],
      send('RecordScale', { industry: 'bees', quantity: 3, unit: 'hives' }),
      { policy: policy() },
      { industry: 'bees', policyVersion: 1, threshold: null },
    ],
    [
      'L4',
      'a record in another unit',
      [nominated()],
      send('RecordScale', { industry: 'morels', quantity: 3, unit: 'hectare' }),
      { policy: policy() },
      { industry: 'morels', unit: 'hectare', expectedUnit: 'mu' },
    ],
    [
      'L5',
      'a cooperative with too few members',
      [nominated()],
      send('LeadCooperative', { cooperativeId: 'c', name: 'c', members: 4, farmers: 4, partyLed: false }),
      {},
      { members: 4, minCooperativeMembers: 5 },
    ],
    [
      'L5',
      'a cooperative with too few farmers',
      [nominated()],
      send('LeadCooperative', { cooperativeId: 'c', name: 'c', members: 10, farmers: 7, partyLed: false }),
      {},
      { farmers: 7, members: 10, minFarmerShare: 0.8 },
    ],
    [
      'L5',
      'a party-led cooperative of a person who is no party member',
      [nominated()],
      send('LeadCooperative', { cooperativeId: 'c', name: 'c', members: 10, farmers: 9, partyLed: true }),
      {},
      { partyLed: true, partyMember: false },
    ],
    [
      'M1',
      'mentoring below the threshold',
      [nominated(), reviewed(), selected, completed, listed, scaled, recognised],
      send('StartMentoring', { agreementId: 'a1' }),
      { agreement, policy: policy({ scaleThresholds: { morels: { quantity: 15, unit: 'mu' } } }) },
      {
        industry: 'morels',
        on: '2018-06-01',
        status: 'active',
        recognisedOn: '2018-05-10',
        thresholdReachedOn: null,
        quantity: 12,
        threshold: 15,
        unit: 'mu',
      },
    ],
    [
      'M6',
      'moving into a household that the person mentors',
      [...leadHousehold, event('MentoringStarted', { agreementId: 'a1', on: '2018-06-02' })],
      send('ReviseProfile', { householdId: 'h1', reason: 'married' }),
      {
        household: { registeredOn },
        ownPlacements: new Map([['a1', { attempt: 1, state: 'confirmed', on: day('2018-06-03') }]]),
      },
      { householdId: 'h1', mentorsHousehold: 'h1' },
    ],
    [
      'L1',
      'listing without selection',
      [nominated(), reviewed()],
      send('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      {},
      { selected: false },
    ],
    [
      'L2',
      'funding without an amount',
      leadHousehold,
      send('GrantSupport', { kind: 'funding', instrument: 'i', purpose: 'p' }),
      {},
      { amountFen: null },
    ],
    [
      'L3',
      'recognition without listing',
      [...selectedTrainee, completed, scaled],
      send('RecogniseLeadHousehold', { industry: 'morels' }),
      {},
      { listed: false },
    ],
  ])
})

describe('support', () => {
  const grant = (data: object) => send('GrantSupport', { instrument: 'i', purpose: 'p', ...data })
  const ceiling = { policy: policy({ supportCeilingFen: 100 }) }

  it('L2 may reach the ceiling, and has no limit without one', () => {
    const granting = journey(...leadHousehold)
    expect(granting.when(grant({ kind: 'funding', amountFen: 100 }), ceiling).events).toHaveLength(1)
    const unlimited = granting.when(grant({ kind: 'funding', amountFen: 101 }), { policy: policy() })
    expect(unlimited.events).toHaveLength(1)
  })

  it('by policy does not count as funding', () => {
    const granted = journey(...leadHousehold).when(grant({ kind: 'policy', amountFen: 90 }), ceiling)
    expect(granted.state.fundingFen).toBe(0)
    const further = granted.when(grant({ kind: 'funding', amountFen: 100, instrument: 'j' }), ceiling)
    expect(further.events).toHaveLength(1)
    expect(further.state.fundingFen).toBe(100)
  })
})

describe('L3 with an agreement', () => {
  const agreements = (changes: object) => ({ agreements: new Map([['a1', { ...agreement, ...changes }]]) })
  const mentor = journey(...leadHousehold, mentoring)

  it('that is of another industry or ended, accepts revoking and delisting', () => {
    for (const command of [
      send('RevokeRecognition', { industry: 'morels', reason: 'r' }),
      send('DelistLeadCandidate', { reason: 'r' }),
    ])
      for (const other of [{ industry: 'pigs' }, { endedOn: day('2018-06-09') }])
        expect(mentor.when(command, agreements(other)).events).toHaveLength(1)
  })

  it('refuses revoking a recognition in its industry, whatever the listing', () => {
    const relisted = journey(
      ...leadHousehold,
      event('LeadCandidateListed', { industry: 'pigs', conditions: ['land'], on: '2018-05-20' }),
      mentoring,
    )
    const revoked = relisted.when(send('RevokeRecognition', { industry: 'morels', reason: 'r' }), agreements({}))
    expect(revoked.evidence).toEqual({ industry: 'morels', activeAgreement: 'a1' })
  })
})

describe('a recorded log', () => {
  const threshold = (quantity: number) =>
    event('ScaleThresholdReached', { industry: 'morels', quantity, unit: 'mu', threshold: 10 })
  const views = { policy: policy() }

  it('L4 has a threshold that was not reached, or reached twice', () => {
    expect(evidenceAgainst('L4', threshold(9), selectedTrainee, views)).toEqual({
      industry: 'morels',
      quantity: 9,
      threshold: 10,
    })
    expect(evidenceAgainst('L4', threshold(10), selectedTrainee, views)).toBeUndefined()
    expect(evidenceAgainst('L4', threshold(12), [...selectedTrainee, reached], views)).toEqual({
      industry: 'morels',
      reachedOn: '2018-05-01',
    })
  })
})
