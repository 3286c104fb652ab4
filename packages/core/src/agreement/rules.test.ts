import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  agreement,
  confirmed,
  declined,
  ended,
  event,
  mentor,
  place,
  placed,
  poor,
  refusal,
  released,
  send,
  sign,
  signed,
  terms,
  viewsToPlace,
  viewsToSign,
} from '../../test/agreements.js'
import { policy } from '../../test/people.js'

describe('signing an agreement', () => {
  it('G6 happens once, before any other event', () => {
    expect(agreement().when(send('RecordVisit', { householdId: 'h1' })).rule).toBe('G6')
    expect(agreement(signed()).when(event('SignAgreement', { ...terms, quotaPeople: 9 }), viewsToSign).rule).toBe('G6')
  })

  it('G7 requires an existing base, and a mentor of that base', () => {
    expect(refusal(sign({}, { base: {} }))).toEqual(['G7', { baseId: 'b1', founded: false }])
    expect(refusal(sign({}, { mentor: { status: 'active' } }))).toEqual(['G7', { mentorId: 't1', nominated: false }])
    const foreign = sign({}, { mentor: { ...mentor, baseId: 'b2' } })
    expect(refusal(foreign)).toEqual(['G7', { mentorId: 't1', baseId: 'b1', mentorsBase: 'b2' }])
  })

  it('M1 requires a lead household that is active, recognised and at scale by then', () => {
    const { recognisedOn: _r, ...unrecognised } = mentor
    const { thresholdOn: _t, ...small } = mentor
    for (const person of [unrecognised, small, { ...mentor, status: 'withdrawn' }])
      expect(sign({}, { mentor: person }).rule).toBe('M1')
    expect(sign({}, { mentor: small }).evidence).toMatchObject({ quantity: 12, threshold: 10, unit: 'mu' })
    const unnamed = sign({}, { mentor: small, policy: policy({ scaleThresholds: {} }) })
    expect(unnamed.evidence).toMatchObject({ quantity: 12, threshold: null, unit: 'mu' })
    const today = { ...mentor, recognisedOn: day('2018-06-01'), thresholdOn: day('2018-06-01') }
    expect(sign({}, { mentor: today }).events).toHaveLength(1)
  })

  it('M2 requires the cooperative in the mode that has one', () => {
    const mode = 'partyCooperativeFarmers'
    expect(refusal(sign({ mode }))).toEqual(['M2', { mode, cooperativeId: null }])
    expect(sign({ mode, cooperativeId: 'c1' }).events).toHaveLength(1)
  })

  it('M3 requires a quota within the policy, and a term that does not end before it starts', () => {
    expect(refusal(sign({ quotaPeople: 0 }))).toEqual(['M3', { quotaPeople: 0, minQuotaPeople: 1 }])
    const at = (changes: object) => ({ policy: policy(changes) })
    expect(refusal(sign({}, at({ maxQuotaPeople: 9 })))).toEqual(['M3', { quotaPeople: 10, maxQuotaPeople: 9 }])
    expect(sign({}, at({ maxQuotaPeople: 10 })).events).toHaveLength(1)
    const five = at({ minQuotaHouseholds: 5 })
    expect(refusal(sign({}, five))).toEqual(['M3', { quotaHouseholds: null, minQuotaHouseholds: 5 }])
    expect(sign({ quotaHouseholds: 4 }, five).rule).toBe('M3')
    expect(sign({ quotaHouseholds: 5 }, five).events).toHaveLength(1)
    const reversed = { from: '2018-06-02', until: '2018-06-01' }
    expect(refusal(sign(reversed))).toEqual(['M3', reversed])
    expect(sign({ from: '2018-06-01', until: '2018-06-01' }).events).toHaveLength(1)
  })
})

describe('placing households', () => {
  it('G7 requires a registered household of the base that is not placed yet', () => {
    expect(refusal(place([signed()], {}, { household: { people: 0 } }))).toEqual([
      'G7',
      { householdId: 'h1', registered: false },
    ])
    const foreign = place([signed()], {}, { household: { ...poor, baseId: 'b2' } })
    expect(refusal(foreign)).toEqual(['G7', { householdId: 'h1', householdsBase: 'b2', baseId: 'b1' }])
    const more = place([signed(), placed('h1')], {}, { household: { ...poor, people: 5 } })
    expect(refusal(more)).toEqual(['G7', { householdId: 'h1', alreadyPlacedOn: '2018-06-10' }])
  })

  it('G7 confirms only the current placement', () => {
    const confirm = (attempt: number) => send('ConfirmPlacement', { householdId: 'h1', attempt })
    expect(refusal(agreement(signed()).when(confirm(1)))).toEqual(['G7', { householdId: 'h1', placed: false }])
    const other = agreement(signed(), placed('h1')).when(confirm(2))
    expect(refusal(other)).toEqual(['G7', { householdId: 'h1', attempt: 2, currentAttempt: 1 }])
    expect(agreement(signed(), placed('h1')).when(confirm(1)).events).toHaveLength(1)
  })

  it('G7 records visits of placed households, and outcomes also after a release', () => {
    const visit = (on: string) => send('RecordVisit', { householdId: 'h1', on })
    const notPlaced = agreement(signed()).when(visit('2018-06-20'))
    expect(refusal(notPlaced)).toEqual(['G7', { householdId: 'h1', placed: false }])
    expect(agreement(signed(), placed('h1'), declined).when(visit('2018-06-20')).rule).toBe('G7')
    const afterRelease = agreement(signed(), placed('h1'), released)
    expect(afterRelease.when(visit('2018-07-01')).events).toHaveLength(1)
    expect(refusal(afterRelease.when(visit('2018-07-02')))).toEqual([
      'G7',
      { householdId: 'h1', on: '2018-07-02', releasedOn: '2018-07-01' },
    ])
    const outcome = send('RecordOutcome', { householdId: 'h1', outcome: 'exited', people: 4, on: '2018-07-02' })
    expect(afterRelease.when(outcome).events).toHaveLength(1)
    expect(agreement(signed()).when(outcome).rule).toBe('G7')
  })

  it('M4 keeps within the quota the people as counted at their placement', () => {
    const two = [signed(), placed('h2'), placed('h3'), confirmed('h3')]
    expect(refusal(place(two))).toEqual(['M4', { householdId: 'h1', people: 4, placed: 8, quotaPeople: 10 }])
    expect(place(two, {}, { household: { ...poor, people: 2 } }).events).toHaveLength(1)
    const afterRelease = [signed(), placed('h1'), placed('h3'), released]
    expect(place(afterRelease, { on: '2018-07-01' }).events).toHaveLength(1)
  })

  it('M5 refuses a household that has a mentor', () => {
    const mentored = { ...poor, mentor: { mentorId: 't9', agreementId: 'a9', on: day('2018-05-01') } }
    expect(refusal(place([signed()], {}, { household: mentored }))).toEqual([
      'M5',
      { mentoredBy: 't9', underAgreement: 'a9' },
    ])
  })

  it('M6 refuses the household of the mentor', () => {
    expect(refusal(place([signed()], { householdId: 'own' }))).toEqual([
      'M6',
      { householdId: 'own', mentorsHousehold: 'own' },
    ])
  })

  it('M8 requires a poor household, and a day not after the last one', () => {
    const exited = { household: { ...poor, poverty: { status: 'exited', on: day('2018-05-01') } } }
    expect(place([signed()], {}, exited).rule).toBe('M8')
    expect(place([signed()], {}, { ...exited, policy: policy({ countExitedHouseholds: true }) }).events).toHaveLength(1)
    const unknown = { household: { ...poor, poverty: undefined }, policy: policy({ countExitedHouseholds: true }) }
    expect(refusal(place([signed()], {}, unknown))).toEqual([
      'M8',
      { householdId: 'h1', poverty: null, countExitedHouseholds: true },
    ])
    expect(place([signed()], { on: '2019-05-31' }).events).toHaveLength(1)
    expect(refusal(place([signed()], { on: '2019-06-01' }))).toEqual([
      'M8',
      { householdId: 'h1', on: '2019-06-01', until: '2019-05-31' },
    ])
  })
})

describe('G5 an ended agreement', () => {
  const endedAgreement = agreement(signed(), placed('h1'), ended)
  const on = '2018-08-02'

  it('refuses new entries', () => {
    for (const [command, views] of [
      [send('PledgeResource', { kind: 'land', quantity: 3, unit: 'mu', on }), {}],
      [send('RecordFarmersDrawn', { households: 1, on }), {}],
      [send('PlaceHousehold', { householdId: 'h2', on }), viewsToPlace],
      [send('CompleteAgreement', { on }), {}],
      [send('TerminateAgreement', { reason: 'quarrel', on }), {}],
    ] as const)
      expect(refusal(endedAgreement.when(command, views))).toEqual(['G5', { endedOn: '2018-08-01', as: 'terminated' }])
  })

  it('accepts visits and outcomes of days before its end', () => {
    for (const late of [
      (day: string) => send('RecordVisit', { householdId: 'h1', on: day }),
      (day: string) => send('RecordOutcome', { householdId: 'h1', outcome: 'exited', people: 4, on: day }),
    ]) {
      expect(endedAgreement.when(late('2018-08-01')).events).toHaveLength(1)
      expect(refusal(endedAgreement.when(late(on)))).toEqual(['G5', { endedOn: '2018-08-01', as: 'terminated' }])
    }
  })
})
