import { describe, expect, it } from 'vitest'
import { divisionCode, journey, nominate, send, viewsToNominate } from '../../test/journeys.js'
import {
  completed,
  event,
  leadHousehold,
  listed,
  nominated,
  nomination,
  policy,
  reached,
  recognised,
  reviewed,
  scaled,
  selected,
} from '../../test/people.js'
import * as Journey from './index.js'

describe('a journey', () => {
  it('starts with a nomination that has the data of its command', () => {
    expect(journey().when(nominate(), viewsToNominate).events).toEqual([nominated()])
  })

  it('rises from stage to stage with its events; a training never lowers the stage', () => {
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
    const retrained = event('TrainingCompleted', {
      batchId: 'k2',
      completed: true,
      attendance: 1,
      hours: 20,
      on: '2018-08-01',
    })
    expect(Journey.stageOf(journey(...leadHousehold, retrained).state)).toBe('leadHousehold')
  })

  it('loses review, selection, listing and recognition with a new nomination, and keeps trainings and thresholds', () => {
    const { state } = journey(
      ...leadHousehold,
      event('JourneyWithdrawn', { reason: 'moved', on: '2018-06-01' }),
      nominated({ on: '2018-07-01' }),
    )
    expect(Journey.stageOf(state)).toBe('trained')
    expect(state.thresholds.get('morels')).toBe('2018-05-01')
    expect(state.nomination?.recognised.size).toBe(0)
  })

  it('reaches the threshold once, with the first recorded scale that meets the policy', () => {
    const record = (quantity: number, on: string) =>
      send('RecordScale', { industry: 'morels', quantity, unit: 'mu', on })
    const views = { policy: policy() }
    const small = journey(nominated()).when(record(4, '2018-05-01'), views)
    expect(small.events.map(({ type }) => type)).toEqual(['ScaleRecorded'])
    const large = small.when(record(11, '2018-06-01'), views)
    expect(large.events.map(({ type }) => type)).toEqual(['ScaleRecorded', 'ScaleThresholdReached'])
    expect(large.when(record(14, '2018-07-01'), views).events.map(({ type }) => type)).toEqual(['ScaleRecorded'])
  })

  it('adds up funding', () => {
    const grant = (amountFen: number, instrument: string) =>
      send('GrantSupport', { kind: 'funding', amountFen, instrument, purpose: 'seed' })
    const { events, state } = journey(...leadHousehold)
      .when(grant(500, 'a'))
      .when(grant(700, 'b'))
    expect(events).toMatchObject([{ type: 'SupportGranted', data: { amountFen: 700 } }])
    expect(state.fundingFen).toBe(1200)
  })
})

describe('the state of a journey', () => {
  it('has the last value of each field of the profile', () => {
    const { state } = journey(
      nominated({ householdId: 'h0' }),
      event('ProfileRevised', { partyMember: true, reason: 'r' }),
    )
    const before = journey(nominated({ householdId: 'h0' })).state.profile
    expect(state.profile).toEqual({ ...before, partyMember: true })
    const all = { partyMember: true, willing: false, potential: ['selling'], needs: ['capital'], householdId: 'h1' }
    expect(journey(nominated(), event('ProfileRevised', { ...all, reason: 'r' })).state.profile).toMatchObject(all)
    const revised = journey(
      nominated({ partyMember: true }),
      event('ProfileRevised', { partyMember: false, reason: 'r' }),
    )
    expect(revised.state.profile?.partyMember).toBe(false)
  })

  it('has a post held at the nomination, but does not count it as taken', () => {
    const currentPost = { post: 'head', body: 'partyBranch', divisionCode } as const
    const { state } = journey(nominated({ currentPost }))
    expect([state.post, state.hasTakenPost]).toEqual([{ post: 'head', on: '2018-03-01' }, false])
    expect(journey(nominated()).state.post).toBeUndefined()
  })

  it('has the earliest request and training and the latest scale by their days, whatever the order of recording', () => {
    const days = ['2018-04-02', '2018-04-01', '2018-04-03']
    const requested = journey(nominated(), ...days.map((on) => event('CoursesRequested', { subjects: ['morels'], on })))
    expect(requested.state.requested.get('morels')).toBe('2018-04-01')
    const trained = journey(
      nominated(),
      ...days.map((on, at) => ({ ...completed, data: { ...completed.data, batchId: `k${at}`, on } })),
    )
    expect(trained.state.trainedOn).toBe('2018-04-01')
    const grown = journey(
      nominated(),
      ...days.map((on, at) => ({ ...scaled, data: { ...scaled.data, quantity: at + 1, on } })),
    )
    expect(grown.state.scales.get('morels')).toEqual({ quantity: 3, unit: 'mu' })
  })

  it('counts the nominations', () => {
    const again = [event('JourneyWithdrawn', { reason: 'moved' }), nominated({ on: '2018-07-01' })]
    expect([journey().state.nominations, journey(nominated(), ...again).state.nominations]).toEqual([0, 2])
    expect(journey(nominated(), ...again).state.openedOn).toBe('2018-03-01')
  })

  it('has the first stage before any event', () => {
    expect(Journey.stageOf(journey().state)).toBe('nominated')
  })
})

describe('a journey accepts', () => {
  it('a correction of personal details', () => {
    const corrected = { personal: { name: 'made up again' }, reason: 'misheard', on: '2018-06-10' }
    expect(journey(nominated()).when(send('CorrectTraineeDetails', corrected)).events).toEqual([
      { type: 'TraineeDetailsCorrected', data: corrected },
    ])
  })

  it('a revision without a household', () => {
    const revision = journey(nominated()).when(send('ReviseProfile', { willing: false, reason: 'busy' }))
    expect(revision.events).toEqual([
      { type: 'ProfileRevised', data: { willing: false, reason: 'busy', on: '2018-06-10' } },
    ])
  })

  it('a review of a day before the last one', () => {
    const late = send('ReviewEligibility', { passed: false, findings: [], by: nomination.by, on: '2018-03-02' })
    expect(journey(nominated(), reviewed()).when(late).events).toHaveLength(1)
  })

  it('a new nomination of a rejected person', () => {
    const rejected = event('CandidateRejected', { reason: 'r' })
    expect(journey(nominated(), rejected).when(nominate({ on: '2018-04-01' }), viewsToNominate).events).toHaveLength(1)
  })

  it('the end of a current mentoring, and records nothing for any other', () => {
    const mentoring = journey(...leadHousehold, event('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' }))
    const end = (agreementId: string) => send('EndMentoring', { agreementId, outcome: 'completed' })
    expect(mentoring.when(end('a1')).events).toHaveLength(1)
    expect(mentoring.when(end('a2')).events).toEqual([])
  })
})

describe('a repeated command', () => {
  const mentoring = event('MentoringStarted', { agreementId: 'a1', on: '2018-06-01' })
  const repeats: readonly (readonly [what: string, events: readonly unknown[], command: object])[] = [
    ['a nomination', [nominated()], nominate()],
    [
      'a review',
      [nominated(), reviewed()],
      send('ReviewEligibility', { passed: true, findings: [], by: nomination.by, on: '2018-03-04' }),
    ],
    ['a selection', [nominated(), reviewed(), selected], send('SelectTrainee', { on: '2018-03-05' })],
    [
      'a listing',
      [nominated(), reviewed(), selected, listed],
      send('ListLeadCandidate', { industry: 'morels', conditions: ['land'], on: '2018-04-10' }),
    ],
    [
      'a scale, though the threshold was reached with it',
      [nominated(), reviewed(), selected, completed, listed, [scaled, reached], recognised],
      send('RecordScale', { industry: 'morels', quantity: 12, unit: 'mu', on: '2018-05-01' }),
    ],
    [
      'a withdrawal',
      [nominated(), event('JourneyWithdrawn', { reason: 'moved' })],
      send('Withdraw', { reason: 'moved', on: '2018-03-10' }),
    ],
  ]
  it.each(repeats)('records nothing for the same day: %s', (_what, events, command) => {
    expect(journey(...events).when(command, { ...viewsToNominate, policy: policy() }).events).toEqual([])
  })

  it('records an observation of another day', () => {
    const review = send('ReviewEligibility', { passed: true, findings: [], by: nomination.by })
    expect(journey(nominated(), reviewed()).when(review).events).toHaveLength(1)
    const scale = send('RecordScale', { industry: 'morels', quantity: 12, unit: 'mu' })
    expect(journey(...leadHousehold).when(scale, { policy: policy() }).events).toHaveLength(1)
  })

  const acts: readonly (readonly [
    rule: string,
    what: string,
    events: readonly unknown[],
    command: object,
    evidence: object,
  ])[] = [
    ['S3', 'a nomination', [nominated()], nominate({ on: '2018-03-02' }), { status: 'active' }],
    ['S4', 'a selection', [nominated(), reviewed(), selected], send('SelectTrainee'), { selectedOn: '2018-03-05' }],
    [
      'G7',
      'a listing',
      [nominated(), reviewed(), selected, listed],
      send('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      { event: 'LeadCandidateListed', recordedFor: '2018-04-10' },
    ],
    [
      'S6',
      'a withdrawal',
      [nominated(), event('JourneyWithdrawn', { reason: 'moved' })],
      send('Withdraw', { reason: 'moved' }),
      { event: 'JourneyWithdrawn', status: 'withdrawn' },
    ],
  ]
  it.each(acts)('%s refuses the same act for another day: %s', (rule, _what, events, command, evidence) => {
    const decision = journey(...events).when(command, { ...viewsToNominate, policy: policy() })
    expect([decision.rule, decision.evidence]).toEqual([rule, evidence])
  })

  it('of a process records nothing for what holds, or for the end of what never started, on any day', () => {
    const enrolled = event('TraineeEnrolled', { batchId: 'k1', attempt: 2, from: '2018-03-19', until: '2018-03-25' })
    const leave = send('LeaveBatch', { batchId: 'k1', attempt: 1, reason: 'late' })
    expect(journey(nominated()).when(leave).events).toEqual([])
    expect(journey(nominated(), reviewed(), selected, enrolled).when(leave).events).toEqual([])
    const start = send('StartMentoring', { agreementId: 'a1', on: '2018-06-02' })
    expect(journey(...leadHousehold, mentoring).when(start).events).toEqual([])
  })

  it('is recorded if something else was recorded in between', () => {
    const other = event('LeadCandidateListed', { industry: 'lingzhi', conditions: ['land'], on: '2018-04-20' })
    expect(
      journey(nominated(), reviewed(), selected, listed, other).when(
        send('ListLeadCandidate', { industry: 'morels', conditions: ['land'] }),
      ).events,
    ).toHaveLength(1)
  })
})
