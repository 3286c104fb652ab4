import { day, personalFieldsOf } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  agreement,
  confirmed,
  declined,
  ended,
  event,
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

  it('names a new placement of a household after its revision', () => {
    expect(place([signed(), placed('h1'), declined]).events).toEqual([placed('h1', { attempt: 3 })])
    const afterRelease = place([signed(), placed('h1'), released], { on: '2018-07-02' })
    expect(afterRelease.events).toEqual([placed('h1', { attempt: 3, on: '2018-07-02' })])
  })

  it('releases the current placement', () => {
    const release = send('ReleaseHousehold', { householdId: 'h1', reason: 'moved', on: '2018-07-01' })
    expect(agreement(signed(), placed('h1')).when(release).events).toEqual([released])
    expect(agreement(signed(), placed('h1'), released).when(release).events).toEqual([])
    const laterDay = { ...release, data: { ...release.data, on: '2018-07-02' } }
    expect(agreement(signed(), placed('h1'), released).when(laterDay).rule).toBe('G7')
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
    expect(end.when(send('CompleteAgreement')).events).toEqual([])
    expect(end.when(send('CompleteAgreement', { on: '2018-07-01' })).rule).toBe('G5')
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
    const place = (changes: object) => send('PlaceHousehold', { householdId: 'h1', ...changes })
    expect(open.when(event('SignAgreement', terms), viewsToSign).events).toEqual([])
    expect(open.when(event('SignAgreement', { ...terms, ...later }), viewsToSign).rule).toBe('G6')
    expect(open.when(place({}), viewsToPlace).events).toEqual([])
    expect(open.when(place(later), viewsToPlace).rule).toBe('G7')
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

describe('a command that is dated before an event that it depends on', () => {
  const early = '2018-06-05'
  const visited = event('VisitRecorded', { householdId: 'h1', on: '2018-09-01' })
  const { registeredOn: _, ...unknown } = poor
  it.each<[rule: string, what: string, () => { readonly rule: string; readonly evidence: object }, evidence: object]>([
    [
      'G3',
      'a day after the day of recording',
      () => sign({}, { recordedOn: day('2018-05-01') }),
      { on: '2018-06-01', recordedOn: '2018-05-01' },
    ],
    [
      'G7',
      'a signature before the nomination of the mentor',
      () => sign({}, { mentor: { status: 'active' } }),
      { mentorId: 't1', nominated: false },
    ],
    [
      'G6',
      'a placement before the signature',
      () => place([signed()], { on: '2018-05-31' }),
      { event: 'HouseholdPlaced', opensWith: 'AgreementSigned' },
    ],
    [
      'G7',
      'a placement before the registration of the household',
      () => place([signed()], {}, { household: unknown }),
      { householdId: 'h1', registered: false },
    ],
    [
      'G7',
      'a release before the placement',
      () =>
        agreement(signed(), placed('h1')).when(send('ReleaseHousehold', { householdId: 'h1', reason: 'x', on: early })),
      { householdId: 'h1', placed: false },
    ],
    [
      'G7',
      'a visit before the first placement',
      () => agreement(signed(), placed('h1')).when(send('RecordVisit', { householdId: 'h1', on: early })),
      { householdId: 'h1', placed: false },
    ],
    [
      'G8',
      'an end before a visit',
      () => agreement(signed(), placed('h1'), visited).when(send('CompleteAgreement', { on: '2018-08-31' })),
      {
        endedOn: '2018-08-31',
        as: 'completed',
        eventId: 'e2',
        event: 'VisitRecorded',
        on: '2018-09-01',
        rule: 'G5',
        entries: 1,
      },
    ],
    [
      'G8',
      'a placement for a day before another one, without the release between them',
      () => place([signed(), placed('h1', { on: '2018-07-01' })], { on: '2018-06-20' }),
      {
        householdId: 'h1',
        alreadyPlacedOn: '2018-06-20',
        eventId: 'e1',
        event: 'HouseholdPlaced',
        on: '2018-07-01',
        rule: 'G7',
        entries: 1,
      },
    ],
  ])('is refused by %s: %s', (rule, _what, decide, evidence) => {
    expect(refusal(decide())).toEqual([rule, evidence])
  })
})
