import { day, personalFieldsOf } from '@skein/kernel'
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
import * as Agreement from './index.js'

describe('an agreement', () => {
  it('records the number of people of a placed household', () => {
    expect(sign().events).toEqual([signed()])
    expect(place([signed()]).events).toEqual([placed('h1')])
  })

  it('numbers a new placement of a household as the next attempt', () => {
    expect(place([signed(), placed('h1'), declined]).events).toEqual([placed('h1', { attempt: 2 })])
    const afterRelease = place([signed(), placed('h1'), released], { on: '2018-07-02' })
    expect(afterRelease.events).toEqual([placed('h1', { attempt: 2, on: '2018-07-02' })])
  })

  it('releases the current placement', () => {
    const release = send('ReleaseHousehold', { householdId: 'h1', reason: 'moved', on: '2018-07-01' })
    expect(agreement(signed(), placed('h1')).when(release).events).toEqual([released])
    expect(agreement(signed(), placed('h1'), released).when(release).events).toEqual([])
    expect(agreement(signed()).when(release).rule).toBe('G7')
    const second = placed('h1', { attempt: 2, on: '2018-06-20' })
    expect(agreement(signed(), placed('h1'), declined, second).when(release).events).toEqual([
      { ...released, data: { ...released.data, attempt: 2 } },
    ])
  })

  it('declines only the placement with that attempt', () => {
    const decline = (attempt: number) => send('DeclinePlacement', { householdId: 'h1', attempt })
    expect(agreement(signed(), placed('h1')).when(decline(2)).events).toEqual([])
    expect(agreement(signed()).when(decline(1)).events).toEqual([])
    expect(agreement(signed(), placed('h1')).when(decline(1)).events).toEqual([declined])
  })

  it('M10 ends all placements that are pending or confirmed', () => {
    const placements = [
      placed('h1'),
      confirmed('h1'),
      placed('h2'),
      placed('h3'),
      event('PlacementDeclined', { householdId: 'h3' }),
    ]
    const end = agreement(signed(), ...placements).when(send('CompleteAgreement'))
    expect(end.events).toEqual([event('AgreementCompleted', { households: ['h1', 'h2'] })])
    for (const id of ['h1', 'h2', 'h3']) expect(Agreement.placement(id)(end.state)).toBeUndefined()
    expect(Agreement.households(end.state)).toEqual(['h1', 'h2'])
    expect(end.when(send('CompleteAgreement', { on: '2018-07-01' })).events).toEqual([])
  })

  it('has views of its terms and placements', () => {
    const { state } = agreement(signed(), placed('h1'), ended)
    expect(Agreement.terms(state)).toEqual({
      signedOn: '2018-06-01',
      endedOn: '2018-08-01',
      endedAs: 'terminated',
      baseId: 'b1',
      mentorId: 't1',
      industry: 'morels',
      from: '2018-06-01',
      until: '2019-05-31',
    })
    const open = agreement(signed(), placed('h1'), placed('constructor')).when(
      send('ConfirmPlacement', { householdId: 'h1', attempt: 1 }),
    )
    expect(Agreement.placement('h1')(open.state)).toEqual({ attempt: 1, state: 'confirmed', on: '2018-06-10' })
    expect(Agreement.placement('__proto__')(open.state)).toBeUndefined()
    expect(Agreement.households(open.state)).toEqual(['h1', 'constructor'])
  })

  it('records nothing for a repeated command, except for visits', () => {
    const open = agreement(signed(), placed('h1'), confirmed('h1'))
    const later = { on: '2018-07-01' }
    expect(open.when(event('SignAgreement', { ...terms, ...later }), viewsToSign).events).toEqual([])
    expect(open.when(send('PlaceHousehold', { householdId: 'h1', ...later }), viewsToPlace).events).toEqual([])
    expect(open.when(send('ConfirmPlacement', { householdId: 'h1', attempt: 1, ...later })).events).toEqual([])
    const pledge = send('PledgeResource', { kind: 'land', quantity: 3, unit: 'mu' })
    expect(open.when(pledge).when(pledge).events).toEqual([])
    const drawn = send('RecordFarmersDrawn', { households: 8 })
    expect(open.when(drawn).when(drawn).events).toEqual([])
    const visit = send('RecordVisit', { householdId: 'h1' })
    expect(open.when(visit).when(visit).events).toHaveLength(1)
    const outcome = send('RecordOutcome', { householdId: 'h1', outcome: 'exited', people: 4 })
    expect(open.when(outcome).when(outcome).events).toEqual([])
  })

  it('encrypts the note of a visit for the household', () => {
    expect(personalFieldsOf(Agreement.Events.VisitRecorded.shape.data)).toEqual([
      { path: ['note'], person: 'householdId', aggregate: 'household' },
    ])
  })
})

describe('G3 no event is dated before the events it depends on', () => {
  const early = '2018-06-05'
  const visited = event('VisitRecorded', { householdId: 'h1', on: '2018-09-01' })
  it.each<[string, () => { readonly rule: string; readonly evidence: object }]>([
    ['recordedOn', () => sign({}, { recordedOn: day('2018-05-01') })],
    ['baseFounded', () => sign({}, { base: { foundedOn: day('2018-06-02') } })],
    ['mentorNominated', () => sign({}, { mentor: { ...mentor, nominatedOn: day('2018-06-02') } })],
    ['agreementSigned', () => place([signed()], { on: '2018-05-31' })],
    ['householdRegistered', () => place([signed()], {}, { household: { ...poor, registeredOn: day('2018-06-11') } })],
    ['endedBefore', () => place([signed(), placed('h1'), released])],
    [
      'placed',
      () =>
        agreement(signed(), placed('h1')).when(send('ReleaseHousehold', { householdId: 'h1', reason: 'x', on: early })),
    ],
    [
      'firstPlaced',
      () => agreement(signed(), placed('h1')).when(send('RecordVisit', { householdId: 'h1', on: early })),
    ],
    [
      'lastEntry',
      () => agreement(signed(), placed('h1'), visited).when(send('CompleteAgreement', { on: '2018-08-31' })),
    ],
  ])('%s', (name, decide) => {
    const [rule, evidence] = refusal(decide())
    expect(rule).toBe('G3')
    expect(JSON.stringify(evidence)).toContain(name)
  })
})
