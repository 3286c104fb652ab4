import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import { adopted, base, commissioned, division, founded, registered, willing } from '../../test/sample-base.js'
import { journey, nominated, someJourneys, somePicks, someStops, trained } from '../../test/sample-journeys.js'
import { someBase } from '../../test/some-base.js'
import { rotationCoverage } from './rotation-coverage.js'

const township = '532329102'
const [north, south] = ['532329102001', '532329102002']

const coverage = (today: string, ...logs: Parameters<typeof interleave>[0]) =>
  foldWithInterruptions(rotationCoverage, logs.flat(), { today })

const twoVillages = [
  division(north, registered(north, township), willing(8, '2018-02-01')),
  division(south, registered(south, township), willing(12, '2018-02-02')),
]
const people = [
  journey('t1', nominated('t1'), trained('2018-03-11')),
  journey('t2', nominated('t2', { divisionCode: south }), trained('2018-05-31')),
  journey('t3', nominated('t3', { divisionCode: south })),
]

describe('rotationCoverage', () => {
  test('gives the coverage of a base by survey and by nomination, for each month', () => {
    const doc = coverage(
      '2018-06-10',
      base('b1', founded(), commissioned('2018-03-01')),
      ...twoVillages,
      ...people,
    ).get('b1')
    expect(doc).toMatchObject({
      surveyed: { people: 20, source: 'summed', on: null, divisions: 2 },
      nominated: 3,
      trained: 2,
      coverage: { ofSurveyed: { numerator: 2, denominator: 20 }, ofNominated: { numerator: 2, denominator: 3 } },
      cycle: { from: '2018-03-01', months: 24, dueOn: '2020-03-01' },
    })
    expect(doc?.months.map(({ month, trained, total }) => [month, trained, total])).toEqual([
      ['2018-03', 1, 1],
      ['2018-05', 1, 2],
    ])
  })

  test('uses the own survey of a division, and sums those below only without one', () => {
    const docs = coverage('2018-06-10', base('b1', founded()), ...twoVillages, ...people)
    expect(docs.get(`b1/${south}`)).toMatchObject({
      surveyed: { people: 12, source: 'counted', on: '2018-02-02', divisions: 1 },
      nominated: 2,
      trained: 1,
      cycle: null,
    })
    const counted = division(township, registered(township), willing(30, '2018-02-03'))
    expect(coverage('2018-06-10', base('b1', founded()), counted, ...twoVillages).get('b1')?.surveyed?.people).toBe(30)
  })

  test('keeps the newer survey when an older one is recorded later', () => {
    const area = division(north, registered(north, township), willing(8, '2018-02-01'), willing(5, '2017-06-01'))
    expect(coverage('2018-06-10', base('b1', founded()), area).get('b1')?.surveyed?.people).toBe(8)
  })

  test('forecasts at the pace since the commissioning, and gives the day once everybody is trained', () => {
    // 2 of 3 in 100 days: the third in another 50
    const doc = coverage('2018-06-09', base('b1', founded(), commissioned('2018-03-01')), ...people).get('b1')
    expect(doc?.forecast.ofNominated).toEqual({ remaining: 1, completesOn: '2018-07-29' })
    expect(doc?.forecast.ofSurveyed).toEqual({ remaining: null, completesOn: null })
    const all = [...people, journey('t3', nominated('t3', { divisionCode: south }), trained('2018-04-01'))]
    const [, , , last] = all
    const done = coverage('2018-06-09', base('b1', founded()), ...people.slice(0, 2), last ?? []).get('b1')
    expect(done?.forecast.ofNominated).toEqual({ remaining: 0, completesOn: '2018-05-31' })
  })

  test('counts nobody twice, and no untrained person who left', () => {
    const doc = coverage(
      '2018-12-31',
      journey('t1', nominated('t1'), trained('2018-06-01', 'k2'), trained('2018-03-11', 'k1')),
      journey('t2', nominated('t2'), { type: 'JourneyWithdrawn', data: { reason: 'moved', on: '2018-04-01' } }),
      journey('t3', nominated('t3'), {
        type: 'ProfileRevised',
        data: { willing: false, reason: 'asked', on: '2018-04-01' },
      }),
      journey(
        't4',
        nominated('t4'),
        trained('2018-03-11'),
        { type: 'JourneyWithdrawn', data: { reason: 'moved', on: '2018-04-01' } },
        nominated('t4'),
      ),
    ).get('b1')
    expect(doc).toMatchObject({ nominated: 2, trained: 2 })
    expect(doc?.months).toHaveLength(1)
  })

  test('uses the length of the cycle in the policy in force', () => {
    const log = base('b1', founded(), commissioned('2018-03-01'), adopted(1, '2018-06-01', { rotationMonths: 12 }))
    expect(coverage('2018-05-31', log).get('b1')?.cycle?.dueOn).toBe('2020-03-01')
    expect(coverage('2018-06-01', log).get('b1')?.cycle?.dueOn).toBe('2019-03-01')
  })

  test.prop([someBase, someJourneys, somePicks, someStops])(
    'the divisions of a base sum up to it, after any events in any order',
    (area, journeys, picks, flushAfter) => {
      const log = interleave([...area, ...journeys], picks)
      const docs = [...foldWithInterruptions(rotationCoverage, log, { flushAfter }).values()]
      for (const whole of docs.filter(({ divisionCode }) => divisionCode === null)) {
        const parts = docs.filter(({ baseId, divisionCode }) => baseId === whole.baseId && divisionCode !== null)
        for (const figure of ['nominated', 'trained'] as const)
          expect(parts.reduce((sum, part) => sum + part[figure], 0)).toBe(whole[figure])
        expect(whole.months.at(-1)?.total ?? 0).toBe(whole.trained)
        expect(whole.coverage.ofNominated.rate ?? 0).toBeLessThanOrEqual(1)
        expect(whole.forecast.ofNominated.remaining).toBe(whole.nominated - whole.trained)
      }
    },
  )
})
