import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { entriesOf, foldWithInterruptions, interleave, type LogEntry } from '../../test/fold-projection.js'
import { somePicks, someStops } from '../../test/sample-journeys.js'
import { povertyIncidence } from './poverty-incidence.js'

const township = '532329102'
const villages = ['532329102001', '532329102002', '532329102003']

const registered = (code: string, on = '2013-01-01') => ({
  type: 'DivisionRegistered' as const,
  data: {
    code,
    level: code.length === 12 ? ('village' as const) : ('township' as const),
    name: code,
    ...(code.length === 12 && { parent: township }),
    on,
  },
})
type Count = { readonly population: number; readonly poorPeople: number; readonly on: string }
const counted = (count: Count, dateCertainty: 'exact' | 'noLaterThan' | 'year' = 'exact') => ({
  type: 'PovertyCounted' as const,
  data: { ...count, source: 'counted' as const, dateCertainty },
})
const classified = (status: 'poor' | 'deeplyPoor' | 'exited', on: string) => ({
  type: 'DivisionClassified' as const,
  data: { status, on },
})
type DivisionEvent = ReturnType<typeof counted> | ReturnType<typeof classified>
const division = (code: string, ...events: readonly DivisionEvent[]): readonly LogEntry[] =>
  entriesOf(`division-${code}`, registered(code), ...events)
const fold = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(povertyIncidence, logs.flat())

describe('povertyIncidence', () => {
  test('lists the counts in the order of their days, with their certainty', () => {
    const doc = fold(
      division(
        township,
        counted({ population: 24_000, poorPeople: 6_240, on: '2018-06-11' }, 'noLaterThan'),
        counted({ population: 24_000, poorPeople: 11_280, on: '2013-12-31' }, 'year'),
      ),
    ).get(township)
    expect(doc?.series.map(({ on, dateCertainty, incidence }) => [on, dateCertainty, incidence.rate])).toEqual([
      ['2013-12-31', 'year', 0.47],
      ['2018-06-11', 'noLaterThan', 0.26],
    ])
    expect(doc?.latest?.incidence).toEqual({ numerator: 6_240, denominator: 24_000, rate: 0.26 })
  })

  test('replaces a count by a second count of the same day', () => {
    const on = '2018-01-01'
    const doc = fold(
      division(
        township,
        counted({ population: 100, poorPeople: 50, on }),
        counted({ population: 100, poorPeople: 40, on }),
      ),
    ).get(township)
    expect(doc?.series.map(({ poorPeople }) => poorPeople)).toEqual([40])
  })

  test('keeps the status of the latest day', () => {
    const doc = fold(division(township, classified('exited', '2019-01-01'), classified('poor', '2014-01-01'))).get(
      township,
    )
    expect(doc?.status).toEqual({ on: '2019-01-01', status: 'exited' })
  })

  test('sums the villages of a township apart from its own series', () => {
    const docs = fold(
      division(
        '532329102001',
        counted({ population: 1_000, poorPeople: 300, on: '2018-01-01' }),
        classified('deeplyPoor', '2018-01-01'),
      ),
      division(township, counted({ population: 24_000, poorPeople: 6_240, on: '2018-06-11' })),
      division(
        '532329102002',
        counted({ population: 1_000, poorPeople: 100, on: '2018-01-01' }),
        counted({ population: 1_000, poorPeople: 400, on: '2014-01-01' }),
        classified('poor', '2018-01-01'),
      ),
      division('532329102003'),
    )
    expect(docs.get(township)?.parts).toEqual({
      registered: 3,
      counted: 2,
      population: 2_000,
      poorPeople: 400,
      incidence: { numerator: 400, denominator: 2_000, rate: 0.2 },
      statuses: { poor: 1, deeplyPoor: 1 },
    })
    expect(docs.get(township)?.latest?.population).toBe(24_000)
  })

  test('has no document for a parent that is not registered', () => {
    expect([...fold(division('532329102001')).keys()]).toEqual(['532329102001'])
  })

  const someCounts = fc.array(
    fc.record({
      population: fc.integer({ min: 0, max: 900 }),
      poorPeople: fc.integer({ min: 0, max: 900 }),
      on: fc.constantFrom('2014-01-01', '2016-01-01', '2018-01-01'),
    }),
    { maxLength: 5 },
  )

  test.prop([fc.tuple(someCounts, someCounts, someCounts), somePicks, someStops])(
    'the parts of a township are the sum of the latest counts of its villages',
    (counts, picks, flushAfter) => {
      const logs = villages.map((code, at) => division(code, ...(counts[at] ?? []).map((count) => counted(count))))
      const log = [...division(township), ...interleave(logs, picks)]
      const docs = foldWithInterruptions(povertyIncidence, log, { flushAfter })
      const latest = villages.flatMap((code) => docs.get(code)?.latest ?? [])
      const sum = (field: 'population' | 'poorPeople') => latest.reduce((total, count) => total + count[field], 0)
      expect(docs.get(township)?.parts).toMatchObject({
        registered: 3,
        counted: latest.length,
        population: sum('population'),
        poorPeople: sum('poorPeople'),
      })
    },
  )
})
