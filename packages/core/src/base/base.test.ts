import { day } from '@skein/kernel'
import { describe, expect, test } from 'vitest'
import { given, parsedCommand } from '../../test/given.js'
import { chadian2018 } from '../policy/policy.js'
import { absent, aggregate, existence, place, policyOn, stream } from './index.js'

const baseId = 'b1'
const divisionCode = '532329102'
const plot = { baseId, divisionCode, name: 'A base', areaMu: 40, on: '2017-10-01' }
const founded = { type: 'BaseFounded', data: plot }
const said = (type: string, data: object) => ({ type, data: { on: '2017-11-01', ...data } })
const tell = (type: string, data: object) => said(type, { baseId, ...data })
const room = (placeId: string, zone: string, kind: string, of: object = {}) => ({
  placeId,
  zone,
  kind,
  name: placeId,
  certainty: 'exact',
  ...of,
})
const opened = (...of: Parameters<typeof room>) => said('FacilityOpened', room(...of))
const point = { placeId: 'p1', name: 'An orchard', divisionCode, speciality: 'walnuts' }
const closed = (placeId: string) => said('PlaceClosed', { placeId, reason: 'flood', on: '2017-12-01' })
const contribution = { level: 'county', amountFen: 100, certainty: 'exact', reference: 'doc-1' }
const adopted = (version: number, effectiveFrom: string, on = '2017-11-01') =>
  said('PolicyAdopted', { version, effectiveFrom, policy: chadian2018, on })
const { type: _, data: first } = adopted(1, '2018-01-01')

const rooms = [
  opened('class', 'teaching', 'classroom', { seats: 60 }),
  opened('dorm', 'living', 'dormitory', { beds: 30 }),
  opened('field', 'cropTraining', 'ground'),
  opened('pen', 'livestockTraining', 'ground'),
]
const there = { division: { registeredOn: day('2013-01-01') } }
const base = (...events: readonly unknown[]) => given(aggregate, founded, ...events)

describe('the id of a place', () => {
  const claim = (type: string, data: object) => aggregate.claim?.(parsedCommand(aggregate, tell(type, data)))

  test('is claimed by the base that opens it, in a scope of its own', () => {
    for (const [type, data] of [
      ['OpenFacility', room('p1', 'living', 'kitchen')],
      ['OpenPracticePoint', point],
    ] as const)
      expect(claim(type, data)).toEqual({ scope: 'place', value: 'p1' })
    expect(claim('ClosePlace', { placeId: 'p1', reason: 'flood' })).toBeUndefined()
  })
})

describe('a base', () => {
  test('records what it is told', () => {
    const steps = [
      ['RecordContribution', 'ContributionRecorded', contribution],
      ['OpenFacility', 'FacilityOpened', room('class', 'teaching', 'classroom', { seats: 60 })],
      ['OpenPracticePoint', 'PracticePointOpened', point],
      ['HangPlaque', 'PlaqueHung', { name: 'Training base' }],
      ['AdoptPolicy', 'PolicyAdopted', first],
    ] as const
    for (const [command, event, data] of steps)
      expect(base().when(tell(command, data), there).events).toEqual([said(event, data)])
    expect(given(aggregate).when({ type: 'FoundBase', data: plot }, there).events).toEqual([founded])
  })

  test('says nothing twice while it holds, whatever it says of others in between', () => {
    const later = { on: '2018-02-01' }
    const held = base(
      ...rooms,
      said('ContributionRecorded', contribution),
      said('ContributionRecorded', { ...contribution, reference: 'doc-2' }),
      said('PlaqueHung', { name: 'Training base' }),
      said('PlaqueHung', { name: 'Branch school' }),
      closed('pen'),
      closed('field'),
      adopted(1, '2018-01-01'),
      adopted(2, '2018-06-01'),
    )
    for (const command of [
      { type: 'FoundBase', data: { ...plot, ...later } },
      tell('RecordContribution', { ...contribution, ...later }),
      tell('OpenFacility', room('class', 'teaching', 'classroom', { seats: 60, ...later })),
      tell('ClosePlace', { placeId: 'pen', reason: 'flood', ...later }),
      tell('HangPlaque', { name: 'Training base', ...later }),
      tell('AdoptPolicy', { ...first, ...later }),
    ])
      expect(held.when(command, there).events).toEqual([])
  })

  test('shows others that it is there, at work, and what its places are', () => {
    expect(absent).toEqual({})
    expect(stream('b1')).toBe('base-b1')
    expect(existence(base().state)).toEqual({ foundedOn: '2017-10-01', divisionCode })
    const { state } = base(...rooms, closed('pen'), said('PracticePointOpened', point)).when(
      tell('OpenFacility', room('hall', 'teaching', 'hall')),
    )
    expect(place('class')(state)).toStrictEqual({ openedOn: '2017-11-01', kind: 'classroom', seats: 60 })
    expect(place('dorm')(state)).toStrictEqual({ openedOn: '2017-11-01', kind: 'dormitory', beds: 30 })
    expect(place('pen')(state)).toStrictEqual({ openedOn: '2017-11-01', closedOn: '2017-12-01', kind: 'ground' })
    expect(place('p1')(state)).toStrictEqual({ openedOn: '2017-11-01' })
    expect(place('nowhere')(state)).toStrictEqual({})
  })

  test('decides by the policy that is in force on the day', () => {
    const { state } = base(adopted(1, '2018-01-01'), adopted(2, '2018-06-01'))
    expect(policyOn(day('2018-05-31'))(state).version).toBe(1)
    expect(policyOn(day('2018-06-01'))(state).version).toBe(2)
  })
})

describe('what it refuses', () => {
  const refused = ({ rule, evidence }: { readonly rule: string; readonly evidence: object }) => [rule, evidence]

  test('G6 anything before it is founded, and to be founded again', () => {
    expect(given(aggregate).when(tell('RecordContribution', contribution)).rule).toBe('G6')
    const again = base().when({ type: 'FoundBase', data: { ...plot, areaMu: 50 } }, there)
    expect(refused(again)).toEqual(['G6', { event: 'BaseFounded', alreadyOpen: true }])
  })

  test('G7 a division that is not registered', () => {
    const nowhere = ['G7', { divisionCode, registered: false }]
    expect(refused(given(aggregate).when({ type: 'FoundBase', data: plot }))).toEqual(nowhere)
    expect(refused(base().when(tell('OpenPracticePoint', point)))).toEqual(nowhere)
  })

  test('G7 an id that is taken, a place that is not there or closed', () => {
    const used = ['G7', { placeId: 'class', alreadyUsed: true }]
    const held = base(...rooms, closed('pen'))
    expect(refused(held.when(tell('OpenFacility', room('class', 'living', 'kitchen'))))).toEqual(used)
    expect(refused(held.when(tell('OpenPracticePoint', { ...point, placeId: 'class' }), there))).toEqual(used)
    expect(
      refused(held.when(tell('OpenFacility', room('new', 'living', 'kitchen')), { claimedBy: 'base-b2' })),
    ).toEqual(['G7', { placeId: 'new', alreadyUsed: true }])
    const close = (placeId: string, reason: string) => tell('ClosePlace', { placeId, reason, on: '2018-02-01' })
    expect(refused(held.when(close('nowhere', 'flood')))).toEqual(['G7', { placeId: 'nowhere', opened: false }])
    expect(refused(held.when(close('pen', 'fire')))).toEqual(['G7', { placeId: 'pen', closedOn: '2017-12-01' }])
  })

  test('G3 what is dated before it is founded, before its division, or before the place was opened', () => {
    const early = base().when(tell('RecordContribution', { ...contribution, on: '2017-09-30' }))
    expect(refused(early)).toEqual(['G3', { on: '2017-09-30', restsOnFact: 'baseFounded', restsOnDay: '2017-10-01' }])
    const young = { division: { registeredOn: day('2017-10-02') } }
    expect(given(aggregate).when({ type: 'FoundBase', data: plot }, young).evidence).toMatchObject({
      restsOnFact: 'divisionRegistered',
    })
    const close = (on: string) => base(...rooms).when(tell('ClosePlace', { placeId: 'pen', reason: 'flood', on }))
    expect(refused(close('2017-10-31'))).toEqual([
      'G3',
      { on: '2017-10-31', restsOnFact: 'placeOpened', restsOnDay: '2017-11-01' },
    ])
    expect(close('2017-11-01').events).toHaveLength(1)
  })

  test('B1 a contribution of nothing', () => {
    expect(refused(base().when(tell('RecordContribution', { ...contribution, amountFen: 0 })))).toEqual([
      'B1',
      { amountFen: 0 },
    ])
    expect(base().when(tell('RecordContribution', { ...contribution, amountFen: 1 })).events).toHaveLength(1)
  })

  test('B2 to be commissioned without one of its zones, a classroom or a dormitory', () => {
    const commission = tell('CommissionBase', { on: '2018-01-05' })
    expect(base(...rooms).when(commission).events).toHaveLength(1)
    expect(existence(base(...rooms).when(commission).state).commissionedOn).toBe('2018-01-05')
    const lacking = (...events: readonly unknown[]) => refused(base(...events).when(commission))
    expect(lacking(...rooms.slice(0, 3))).toEqual(['B2', { lacking: 'livestockTraining' }])
    expect(lacking(...rooms, closed('field'))).toEqual(['B2', { lacking: 'cropTraining' }])
    expect(lacking(said('PracticePointOpened', point), ...rooms.slice(2))).toEqual([
      'B2',
      { lacking: 'teaching, living, classroom, dormitory' },
    ])
    const office = opened('office', 'teaching', 'office')
    expect(lacking(office, ...rooms.slice(1))).toEqual(['B2', { lacking: 'classroom' }])
  })

  test('B3 a version out of turn, one that holds before it is adopted or not after the one before', () => {
    const adopt = (version: number, effectiveFrom: string, ...events: readonly unknown[]) =>
      base(...events).when(tell('AdoptPolicy', { version, effectiveFrom, policy: chadian2018 }))
    const held = adopted(1, '2018-01-01')
    expect(refused(adopt(2, '2018-01-01'))).toEqual(['B3', { version: 2, expected: 1 }])
    expect(refused(adopt(3, '2018-06-01', held))).toEqual(['B3', { version: 3, expected: 2 }])
    expect(refused(adopt(1, '2017-10-31'))).toEqual(['B3', { effectiveFrom: '2017-10-31', on: '2017-11-01' }])
    expect(adopt(1, '2017-11-01').events).toHaveLength(1)
    expect(refused(adopt(2, '2018-01-01', held))).toEqual(['B3', { effectiveFrom: '2018-01-01', after: '2018-01-01' }])
    expect(adopt(2, '2018-01-02', held).events).toHaveLength(1)
  })

  test('B4 to close a place that is taken from that day on', () => {
    const close = tell('ClosePlace', { placeId: 'pen', reason: 'flood', on: '2018-02-01' })
    const taken = { calendar: { next: { date: day('2018-02-01'), batchId: 'k1' } } }
    expect(refused(base(...rooms).when(close, taken))).toEqual([
      'B4',
      { placeId: 'pen', closedOn: '2018-02-01', takenOn: '2018-02-01', takenFor: 'k1' },
    ])
    expect(base(...rooms).when(close).events).toHaveLength(1)
  })
})
