import { day } from '@skein/kernel'
import { describe, expect, it } from 'vitest'
import {
  agreement,
  confirmed,
  declined,
  ended,
  mentor,
  placed,
  placing,
  poor,
  refusal,
  released,
  said,
  signed,
  signing,
  tell,
  terms,
  toPlace,
  toSign,
} from '../../test/agreements.js'
import { parsedCommand } from '../../test/given.js'
import * as Agreement from './index.js'

describe('the way of an agreement', () => {
  it('is signed, and places households as they are counted', () => {
    expect(signing().events).toEqual([signed()])
    expect(placing([signed()]).events).toEqual([placed('h1')])
  })

  it('counts a household placed anew as another attempt', () => {
    expect(placing([signed(), placed('h1'), declined]).events).toEqual([placed('h1', { attempt: 2 })])
    const after = placing([signed(), placed('h1'), released], { on: '2018-07-02' })
    expect(after.events).toEqual([placed('h1', { attempt: 2, on: '2018-07-02' })])
  })

  it('releases the placement that stands', () => {
    const release = tell('ReleaseHousehold', { householdId: 'h1', reason: 'moved', on: '2018-07-01' })
    expect(agreement(signed(), placed('h1')).when(release).events).toEqual([released])
    expect(agreement(signed(), placed('h1'), released).when(release).events).toEqual([])
    expect(agreement(signed()).when(release).rule).toBe('G7')
    const second = placed('h1', { attempt: 2, on: '2018-06-20' })
    expect(agreement(signed(), placed('h1'), declined, second).when(release).events).toEqual([
      { ...released, data: { ...released.data, attempt: 2 } },
    ])
  })

  it('declines only the placement that is meant', () => {
    const decline = (attempt: number) => tell('DeclinePlacement', { householdId: 'h1', attempt })
    expect(agreement(signed(), placed('h1')).when(decline(2)).events).toEqual([])
    expect(agreement(signed()).when(decline(1)).events).toEqual([])
    expect(agreement(signed(), placed('h1')).when(decline(1)).events).toEqual([declined])
  })

  it('M10 ends with everybody still placed, pending or confirmed', () => {
    const placements = [
      placed('h1'),
      confirmed('h1'),
      placed('h2'),
      placed('h3'),
      said('PlacementDeclined', { householdId: 'h3' }),
    ]
    const end = agreement(signed(), ...placements).when(tell('CompleteAgreement'))
    expect(end.events).toEqual([said('AgreementCompleted', { households: ['h1', 'h2'] })])
    for (const id of ['h1', 'h2', 'h3']) expect(Agreement.placement(id)(end.state)).toBeUndefined()
    expect(Agreement.households(end.state)).toEqual(['h1', 'h2'])
    expect(end.when(tell('CompleteAgreement', { on: '2018-07-01' })).events).toEqual([])
  })

  it('shows its terms and placements to others', () => {
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
      tell('ConfirmPlacement', { householdId: 'h1', attempt: 1 }),
    )
    expect(Agreement.placement('h1')(open.state)).toEqual({ attempt: 1, state: 'confirmed', on: '2018-06-10' })
    expect(Agreement.placement('__proto__')(open.state)).toBeUndefined()
    expect(Agreement.households(open.state)).toEqual(['h1', 'constructor'])
  })

  it('says nothing twice while it holds, but every visit', () => {
    const open = agreement(signed(), placed('h1'), confirmed('h1'))
    const later = { on: '2018-07-01' }
    expect(open.when(said('SignAgreement', { ...terms, ...later }), toSign).events).toEqual([])
    expect(open.when(tell('PlaceHousehold', { householdId: 'h1', ...later }), toPlace).events).toEqual([])
    expect(open.when(tell('ConfirmPlacement', { householdId: 'h1', attempt: 1, ...later })).events).toEqual([])
    const pledge = tell('PledgeResource', { kind: 'land', quantity: 3, unit: 'mu' })
    expect(open.when(pledge).when(pledge).events).toEqual([])
    const drawn = tell('RecordFarmersDrawn', { households: 8 })
    expect(open.when(drawn).when(drawn).events).toEqual([])
    const visit = tell('RecordVisit', { householdId: 'h1' })
    expect(open.when(visit).when(visit).events).toHaveLength(1)
    const outcome = tell('RecordOutcome', { householdId: 'h1', outcome: 'exited', people: 4 })
    expect(open.when(outcome).when(outcome).events).toEqual([])
  })

  it('a note of a visit is about the household', () => {
    const visit = parsedCommand(Agreement.aggregate, tell('RecordVisit', { householdId: 'h1', note: 'well' }))
    expect(Agreement.aggregate.persons?.(visit)).toEqual(['household-h1'])
  })
})

describe('G3 nothing is dated before what it rests on', () => {
  const early = '2018-06-05'
  const visited = said('VisitRecorded', { householdId: 'h1', on: '2018-09-01' })
  it.each<[string, () => { readonly rule: string; readonly evidence: object }]>([
    ['recordedOn', () => signing({}, { recordedOn: day('2018-05-01') })],
    ['baseFounded', () => signing({}, { base: { foundedOn: day('2018-06-02') } })],
    ['mentorNominated', () => signing({}, { mentor: { ...mentor, nominatedOn: day('2018-06-02') } })],
    ['agreementSigned', () => placing([signed()], { on: '2018-05-31' })],
    ['householdRegistered', () => placing([signed()], {}, { household: { ...poor, registeredOn: day('2018-06-11') } })],
    ['endedBefore', () => placing([signed(), placed('h1'), released])],
    [
      'placed',
      () =>
        agreement(signed(), placed('h1')).when(tell('ReleaseHousehold', { householdId: 'h1', reason: 'x', on: early })),
    ],
    [
      'firstPlaced',
      () => agreement(signed(), placed('h1')).when(tell('RecordVisit', { householdId: 'h1', on: early })),
    ],
    [
      'lastEntry',
      () => agreement(signed(), placed('h1'), visited).when(tell('CompleteAgreement', { on: '2018-08-31' })),
    ],
  ])('%s', (name, decide) => {
    const [rule, evidence] = refusal(decide())
    expect(rule).toBe('G3')
    expect(JSON.stringify(evidence)).toContain(name)
  })
})
