import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import {
  base,
  batch,
  calendar,
  calledOff,
  closed,
  commissioned,
  corrected,
  facility,
  finished,
  founded,
  held,
  leaves,
  planned,
  session,
  sleeps,
} from '../../test/sample-base.js'
import { somePicks, someStops } from '../../test/sample-journeys.js'
import { someBase } from '../../test/some-base.js'
import { facilityUse } from './facility-use.js'

const use = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(facilityUse, logs.flat())

const theBase = base(
  'b1',
  founded(),
  facility('p1', { seats: 50 }),
  facility('p2', { seats: 100, certainty: 'about' }),
  facility('d1', { zone: 'living', kind: 'dormitory', beds: 60, certainty: 'atLeast' }),
  {
    type: 'PracticePointOpened',
    data: { placeId: 'f1', name: 'a farm', divisionCode: '532329102001', speciality: 'goats', on: '2018-02-01' },
  },
  { type: 'PlaqueHung', data: { name: 'party school', on: '2018-03-01' } },
  commissioned(),
)

describe('facilityUse', () => {
  test('lists what a base has, with its certainty', () => {
    expect(use(theBase).get('base:b1')).toMatchObject({
      kind: 'base',
      areaMu: 120,
      commissionedOn: '2018-03-01',
      plaques: [{ name: 'party school', on: '2018-03-01' }],
      zones: [
        { zone: 'teaching', facilities: 2, seats: { count: 150, certainty: 'about' } },
        { zone: 'living', facilities: 1, beds: { count: 60, certainty: 'atLeast' } },
        { zone: 'cropTraining', facilities: 0 },
        { zone: 'livestockTraining', facilities: 0 },
      ],
      practicePoints: 1,
    })
  })

  test('counts no closed place, but its use', () => {
    const withClosed = [...theBase, ...base('b1', closed('p2', '2018-06-01'))]
    const taught = batch('k1', planned(), session('s1', { placeId: 'p2' }), held('s1', ['t1']))
    const docs = use(withClosed, taught)
    expect(docs.get('base:b1')).toMatchObject({
      seats: { count: 50, certainty: 'exact' },
      use: { sessions: { delivered: 1 } },
    })
    expect(docs.get('p2')).toMatchObject({
      kind: 'facility',
      closedOn: '2018-06-01',
      use: { seatUse: { numerator: 1, denominator: 100 } },
    })
  })

  test('counts the people present of the seats in delivered sessions', () => {
    const events = [
      planned(),
      session('s1'),
      session('s2'),
      session('s3', { placeId: 'f1' }),
      held('s1', ['t1', 't2']),
      held('s3', ['t1']),
    ]
    const expected = {
      sessions: { scheduled: 1, delivered: 1 },
      seatUse: { numerator: 2, denominator: 50, rate: 0.04 },
    }
    const docs = use(theBase, batch('k1', ...events))
    expect(docs.get('p1')).toMatchObject({ use: expected })
    // a practice point has no seats, so its sessions do not count for seat use
    expect(docs.get('f1')).toMatchObject({ kind: 'practicePoint', use: { seatUse: { denominator: 0, rate: null } } })
    expect(docs.get('base:b1')).toMatchObject({
      use: { sessions: { scheduled: 1, delivered: 2 }, seatUse: { numerator: 2, denominator: 50 } },
    })
    const after = use(theBase, batch('k1', ...events, corrected('s1', 't2', false), finished())).get('p1')
    expect(after).toMatchObject({ use: { seatUse: { numerator: 1 } } })
    expect(use(theBase, batch('k1', ...events, calledOff)).get('p1')).toMatchObject({
      use: { sessions: { scheduled: 0 } },
    })
  })

  test('counts a bed as used from its first day until its release', () => {
    const doc = use(
      theBase,
      calendar(
        'd1',
        sleeps('t1'),
        sleeps('t2'),
        sleeps('t3'),
        leaves('t1', '2018-03-22'),
        leaves('t2', '2018-03-01'),
        leaves('t3', '2018-03-22', 2),
      ),
    )
    expect(doc.get('d1')).toMatchObject({ use: { beds: { held: 1, daysUsed: 3 } } })
    expect(doc.get('base:b1')).toMatchObject({ use: { beds: { held: 1, daysUsed: 3 } } })
  })

  test('gives a place id that two bases use to the first base by id', () => {
    const other = base('b0', founded('b0'), facility('p1', { seats: 7 }))
    expect(use(theBase, other).get('p1')).toMatchObject({ baseId: 'b0', seats: 7 })
  })

  test.prop([someBase, somePicks, someStops])(
    'the use of a base is the sum over its places',
    (area, picks, flushAfter) => {
      const docs = [...foldWithInterruptions(facilityUse, interleave(area, picks), { flushAfter }).values()]
      const whole = docs.find(({ kind }) => kind === 'base')
      const places = docs.filter(({ kind }) => kind !== 'base')
      const sum = (figure: (use: (typeof docs)[number]['use']) => number) =>
        places.reduce((total, place) => total + figure(place.use), 0)
      for (const figure of [
        (use) => use.sessions.delivered,
        (use) => use.sessions.scheduled,
        (use) => use.beds.daysUsed,
        (use) => use.beds.held,
        (use) => use.seatUse.numerator,
        (use) => use.seatUse.denominator,
      ] satisfies ((use: (typeof docs)[number]['use']) => number)[])
        expect(whole && figure(whole.use)).toBe(sum(figure))
    },
  )
})
