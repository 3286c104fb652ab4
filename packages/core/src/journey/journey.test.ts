import { describe, expect, it } from 'vitest'
import { divisionCode, journey, nominate, tell, there } from '../../test/journeys.js'
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
} from '../../test/people.js'
import * as Journey from './index.js'

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
    expect(state.nomination?.recognised.size).toBe(0)
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

describe('what is known of a person', () => {
  it('is what was said last, field by field', () => {
    const { state } = journey(
      nominated({ householdId: 'h0' }),
      said('ProfileRevised', { partyMember: true, reason: 'r' }),
    )
    const before = journey(nominated({ householdId: 'h0' })).state.profile
    expect(state.profile).toEqual({ ...before, partyMember: true })
    const all = { partyMember: true, willing: false, potential: ['selling'], needs: ['capital'], householdId: 'h1' }
    expect(journey(nominated(), said('ProfileRevised', { ...all, reason: 'r' })).state.profile).toMatchObject(all)
    const taken = journey(nominated({ partyMember: true }), said('ProfileRevised', { partyMember: false, reason: 'r' }))
    expect(taken.state.profile?.partyMember).toBe(false)
  })

  it('a post held at the nomination is held, but was not taken', () => {
    const currentPost = { post: 'head', body: 'partyBranch', divisionCode } as const
    const { state } = journey(nominated({ currentPost }))
    expect([state.post, state.hasTakenPost]).toEqual([{ post: 'head', on: '2018-03-01' }, false])
    expect(journey(nominated()).state.post).toBeUndefined()
  })

  it('a first request, training and scale stay the first, in whatever order they are told', () => {
    const days = ['2018-04-02', '2018-04-01', '2018-04-03']
    const asked = journey(nominated(), ...days.map((on) => said('CoursesRequested', { subjects: ['morels'], on })))
    expect(asked.state.requested.get('morels')).toBe('2018-04-01')
    const trained = journey(
      nominated(),
      ...days.map((on, at) => ({ ...completed, data: { ...completed.data, batchId: `k${at}`, on } })),
    )
    expect(trained.state.trainedOn).toBe('2018-04-01')
    const grown = journey(
      nominated(),
      ...days.map((on, at) => ({ ...scaled, data: { ...scaled.data, quantity: at + 1, on } })),
    )
    expect(grown.state.scales.get('morels')).toEqual({ quantity: 3, unit: 'mu', since: '2018-04-01' })
  })

  it('nominations are counted', () => {
    const again = [said('JourneyWithdrawn', { reason: 'moved' }), nominated({ on: '2018-07-01' })]
    expect([journey().state.nominations, journey(nominated(), ...again).state.nominations]).toEqual([0, 2])
    expect(journey(nominated(), ...again).state.openedOn).toBe('2018-03-01')
  })

  it('nothing is known before a nomination', () => {
    expect(Journey.stageOf(journey().state)).toBe('nominated')
  })
})

describe('what a journey accepts', () => {
  it('details of a person, corrected', () => {
    const corrected = { personal: { name: 'made up again' }, reason: 'misheard', on: '2018-06-10' }
    expect(journey(nominated()).when(tell('CorrectTraineeDetails', corrected)).events).toEqual([
      { type: 'TraineeDetailsCorrected', data: corrected },
    ])
  })

  it('a revision that says nothing of a household', () => {
    const revision = journey(nominated()).when(tell('ReviseProfile', { willing: false, reason: 'busy' }))
    expect(revision.events).toEqual([
      { type: 'ProfileRevised', data: { willing: false, reason: 'busy', on: '2018-06-10' } },
    ])
  })

  it('a review that is told late, of a day before the last one', () => {
    const late = tell('ReviewEligibility', { passed: false, findings: [], by: nomination.by, on: '2018-03-02' })
    expect(journey(nominated(), reviewed()).when(late).events).toHaveLength(1)
  })

  it('a first nomination, and a new one of who was rejected', () => {
    const rejected = said('CandidateRejected', { reason: 'r' })
    expect(journey(nominated(), rejected).when(nominate({ on: '2018-04-01' }), there).events).toHaveLength(1)
  })

  it('the end of a mentoring that is there, and of no other', () => {
    const mentoring = journey(...leadHousehold, said('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' }))
    const end = (agreementId: string) => tell('EndMentoring', { agreementId, outcome: 'completed' })
    expect(mentoring.when(end('a1')).events).toHaveLength(1)
    expect(mentoring.when(end('a2')).events).toEqual([])
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
