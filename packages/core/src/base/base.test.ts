import { day } from '@skein/kernel'
import { describe, expect, test } from 'vitest'
import { given, parseCommand } from '../../test/given.js'
import { chadian2018 } from '../policy/policy.js'
import { absent, aggregate, existence, place, policyOn, stream } from './index.js'

const baseId = 'b1'
const divisionCode = '532329102'
const plot = { baseId, divisionCode, name: 'A base', areaMu: 40, on: '2017-10-01' }
const founded = { type: 'BaseFounded', data: plot }
const event = (type: string, data: object) => ({ type, data: { on: '2017-11-01', ...data } })
const send = (type: string, data: object) => event(type, { baseId, ...data })
const room = (placeId: string, zone: string, kind: string, changes: object = {}) => ({
  placeId,
  zone,
  kind,
  name: placeId,
  certainty: 'exact',
  ...changes,
})
const opened = (...args: Parameters<typeof room>) => event('FacilityOpened', room(...args))
const point = { placeId: 'p1', name: 'An orchard', divisionCode, speciality: 'walnuts' }
const closed = (placeId: string) => event('PlaceClosed', { placeId, reason: 'flood', on: '2017-12-01' })
const contribution = { level: 'county', amountFen: 100, certainty: 'exact', reference: 'doc-1' }
const adopted = (version: number, effectiveFrom: string, on = '2017-11-01') =>
  event('PolicyAdopted', { version, effectiveFrom, policy: chadian2018, on })
const { type: _, data: first } = adopted(1, '2018-01-01')

const rooms = [
  opened('class', 'teaching', 'classroom', { seats: 60 }),
  opened('dorm', 'living', 'dormitory', { beds: 30 }),
  opened('field', 'cropTraining', 'ground'),
  opened('pen', 'livestockTraining', 'ground'),
]
const viewOfDivision = { division: { registeredOn: day('2013-01-01') } }
const base = (...events: readonly unknown[]) => given(aggregate, founded, ...events)

describe('the id of a place', () => {
  const claim = (type: string, data: object) => aggregate.claim?.(parseCommand(aggregate, send(type, data)))

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
  test('records its commands as events', () => {
    const steps = [
      ['RecordContribution', 'ContributionRecorded', contribution],
      ['OpenFacility', 'FacilityOpened', room('class', 'teaching', 'classroom', { seats: 60 })],
      ['OpenPracticePoint', 'PracticePointOpened', point],
      ['HangPlaque', 'PlaqueHung', { name: 'Training base' }],
      ['AdoptPolicy', 'PolicyAdopted', first],
    ] as const
    for (const [command, type, data] of steps)
      expect(base().when(send(command, data), viewOfDivision).events).toEqual([event(type, data)])
    expect(given(aggregate).when({ type: 'FoundBase', data: plot }, viewOfDivision).events).toEqual([founded])
  })

  test('records nothing for a command repeated for the same day, and refuses it for another', () => {
    const later = { on: '2018-02-01' }
    const existing = base(
      ...rooms,
      event('ContributionRecorded', contribution),
      event('ContributionRecorded', { ...contribution, reference: 'doc-2' }),
      event('PlaqueHung', { name: 'Training base' }),
      event('PlaqueHung', { name: 'Branch school' }),
      closed('pen'),
      closed('field'),
      adopted(1, '2018-01-01'),
      adopted(2, '2018-06-01'),
    )
    for (const [{ type, data }, rule] of [
      [{ type: 'FoundBase', data: plot }, 'G6'],
      [send('RecordContribution', contribution), 'G7'],
      [send('OpenFacility', room('class', 'teaching', 'classroom', { seats: 60 })), 'G7'],
      [send('ClosePlace', { placeId: 'pen', reason: 'flood', on: '2017-12-01' }), 'G7'],
      [send('HangPlaque', { name: 'Training base' }), 'G7'],
      [send('AdoptPolicy', first), 'B3'],
    ] as const) {
      expect(existing.when({ type, data }, viewOfDivision).events).toEqual([])
      expect(existing.when({ type, data: { ...data, ...later } }, viewOfDivision).rule).toBe(rule)
    }
  })

  test('has views of its foundation, commissioning and places', () => {
    expect(absent).toEqual({})
    expect(stream('b1')).toBe('base-b1')
    expect(existence(base().state)).toEqual({ foundedOn: '2017-10-01', divisionCode })
    const { state } = base(...rooms, closed('pen'), event('PracticePointOpened', point)).when(
      send('OpenFacility', room('hall', 'teaching', 'hall')),
    )
    expect(place('class')(state)).toStrictEqual({ openedOn: '2017-11-01', kind: 'classroom', seats: 60 })
    expect(place('dorm')(state)).toStrictEqual({ openedOn: '2017-11-01', kind: 'dormitory', beds: 30 })
    expect(place('pen')(state)).toStrictEqual({ openedOn: '2017-11-01', closedOn: '2017-12-01', kind: 'ground' })
    expect(place('p1')(state)).toStrictEqual({ openedOn: '2017-11-01' })
    expect(place('nowhere')(state)).toStrictEqual({})
  })

  test('finds the policy in force on a day', () => {
    const { state } = base(adopted(1, '2018-01-01'), adopted(2, '2018-06-01'))
    expect(policyOn(day('2018-05-31'))(state).version).toBe(1)
    expect(policyOn(day('2018-06-01'))(state).version).toBe(2)
  })
})

describe('a base refuses', () => {
  const refusal = ({ rule, evidence }: { readonly rule: string; readonly evidence: object }) => [rule, evidence]

  test('G6 everything before its foundation, and a second foundation', () => {
    expect(given(aggregate).when(send('RecordContribution', contribution)).rule).toBe('G6')
    const again = base().when({ type: 'FoundBase', data: { ...plot, areaMu: 50 } }, viewOfDivision)
    expect(refusal(again)).toEqual(['G6', { event: 'BaseFounded', alreadyOpen: true }])
  })

  test('G7 a division that is not registered', () => {
    const notRegistered = ['G7', { divisionCode, registered: false }]
    expect(refusal(given(aggregate).when({ type: 'FoundBase', data: plot }))).toEqual(notRegistered)
    expect(refusal(base().when(send('OpenPracticePoint', point)))).toEqual(notRegistered)
  })

  test('G7 a used place id, and closing an unknown or closed place', () => {
    const used = ['G7', { placeId: 'class', alreadyUsed: true }]
    const existing = base(...rooms, closed('pen'))
    expect(refusal(existing.when(send('OpenFacility', room('class', 'living', 'kitchen'))))).toEqual(used)
    expect(refusal(existing.when(send('OpenPracticePoint', { ...point, placeId: 'class' }), viewOfDivision))).toEqual(
      used,
    )
    expect(
      refusal(existing.when(send('OpenFacility', room('new', 'living', 'kitchen')), { claimedBy: 'base-b2' })),
    ).toEqual(['G7', { placeId: 'new', alreadyUsed: true }])
    const close = (placeId: string, reason: string) => send('ClosePlace', { placeId, reason, on: '2018-02-01' })
    expect(refusal(existing.when(close('nowhere', 'flood')))).toEqual(['G7', { placeId: 'nowhere', opened: false }])
    expect(refusal(existing.when(close('pen', 'fire')))).toEqual(['G7', { placeId: 'pen', closedOn: '2017-12-01' }])
  })

  test('G6 and G7 a day before the foundation or the opening of the place; G3 a day after that of recording', () => {
    const early = base().when(send('RecordContribution', { ...contribution, on: '2017-09-30' }))
    expect(refusal(early)).toEqual(['G6', { event: 'ContributionRecorded', opensWith: 'BaseFounded' }])
    const close = (on: string) => base(...rooms).when(send('ClosePlace', { placeId: 'pen', reason: 'flood', on }))
    expect(refusal(close('2017-10-31'))).toEqual(['G7', { placeId: 'pen', opened: false }])
    expect(close('2017-11-01').events).toHaveLength(1)
    const future = base().when(send('RecordContribution', contribution), { recordedOn: day('2017-10-31') })
    expect(refusal(future)).toEqual(['G3', { on: '2017-11-01', recordedOn: '2017-10-31' }])
  })

  test('G8 a foundation for an earlier day, or after something else of that day', () => {
    const again = base().when({ type: 'FoundBase', data: { ...plot, on: '2017-09-01' } }, viewOfDivision)
    expect(refusal(again)).toEqual(['G8', expect.objectContaining({ rule: 'G6', event: 'BaseFounded', on: plot.on })])
  })

  test('B1 a contribution of nothing', () => {
    expect(refusal(base().when(send('RecordContribution', { ...contribution, amountFen: 0 })))).toEqual([
      'B1',
      { amountFen: 0 },
    ])
    expect(base().when(send('RecordContribution', { ...contribution, amountFen: 1 })).events).toHaveLength(1)
  })

  test('B2 a commissioning without one of the zones, a classroom or a dormitory', () => {
    const commission = send('CommissionBase', { on: '2018-01-05' })
    expect(base(...rooms).when(commission).events).toHaveLength(1)
    expect(existence(base(...rooms).when(commission).state).commissionedOn).toBe('2018-01-05')
    const lacking = (...events: readonly unknown[]) => refusal(base(...events).when(commission))
    expect(lacking(...rooms.slice(0, 3))).toEqual(['B2', { lacking: 'livestockTraining' }])
    expect(lacking(...rooms, closed('field'))).toEqual(['B2', { lacking: 'cropTraining' }])
    expect(lacking(event('PracticePointOpened', point), ...rooms.slice(2))).toEqual([
      'B2',
      { lacking: 'teaching, living, classroom, dormitory' },
    ])
    const office = opened('office', 'teaching', 'office')
    expect(lacking(office, ...rooms.slice(1))).toEqual(['B2', { lacking: 'classroom' }])
  })

  test('B3 a version that is used or leaves one out, and a policy effective before its adoption', () => {
    const adopt = (version: number, changes: object, lastVersion: number, ...events: readonly unknown[]) => {
      const data = { version, effectiveFrom: '2018-06-01', policy: chadian2018, ...changes }
      return base(...events).when(send('AdoptPolicy', data), { lastVersion })
    }
    const first = adopted(1, '2018-01-01')
    expect(refusal(adopt(2, {}, 0))).toEqual(['B3', { version: 2, expected: 1 }])
    expect(refusal(adopt(3, {}, 1, first))).toEqual(['B3', { version: 3, expected: 2 }])
    expect(refusal(adopt(1, {}, 1, first))).toEqual(['B3', { version: 1, expected: 2 }])
    const before = { effectiveFrom: '2017-10-31' }
    expect(refusal(adopt(1, before, 0))).toEqual(['B3', { ...before, on: '2017-11-01' }])
    expect(adopt(1, { effectiveFrom: '2017-11-01' }, 0).events).toHaveLength(1)
    expect(adopt(2, { effectiveFrom: '2017-12-01' }, 1, first).events).toHaveLength(1)
  })

  test('B3 names a policy by the order of recording, also for an earlier day', () => {
    const late = base(adopted(1, '2018-06-01', '2018-05-01')).when(
      send('AdoptPolicy', { version: 2, effectiveFrom: '2018-03-01', policy: chadian2018, on: '2018-02-01' }),
      { lastVersion: 1 },
    )
    expect(late.events).toHaveLength(1)
    for (const [on, version] of [
      ['2018-02-28', 0],
      ['2018-03-01', 2],
      ['2018-06-01', 1],
    ] as const)
      expect(policyOn(day(on))(late.state).version).toBe(version)
  })

  test('B4 closing a place that is occupied on that day or later', () => {
    const close = send('ClosePlace', { placeId: 'pen', reason: 'flood', on: '2018-02-01' })
    const taken = { calendar: { next: { date: day('2018-02-01'), batchId: 'k1' } } }
    expect(refusal(base(...rooms).when(close, taken))).toEqual([
      'B4',
      { placeId: 'pen', closedOn: '2018-02-01', takenOn: '2018-02-01', takenFor: 'k1' },
    ])
    expect(base(...rooms).when(close).events).toHaveLength(1)
  })
})
