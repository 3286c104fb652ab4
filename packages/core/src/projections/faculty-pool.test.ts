import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type EventInput, foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import {
  adopted,
  base,
  batch,
  engaged,
  founded,
  held,
  instructor,
  planned,
  session,
  teaches,
} from '../../test/sample-base.js'
import { somePicks, someStops } from '../../test/sample-journeys.js'
import { someBase } from '../../test/some-base.js'
import { facultyPool } from './faculty-pool.js'

const pool = (today: string, ...logs: Parameters<typeof interleave>[0]) =>
  foldWithInterruptions(facultyPool, logs.flat(), { today }).get('b1')
const released: EventInput = { type: 'InstructorReleased', data: { reason: 'moved', on: '2018-06-01' } }
const cancelled = (sessionId: string): EventInput => ({
  type: 'BookingCancelled',
  data: { batchId: 'k1', sessionId, reason: 'ill', on: '2018-03-05' },
})

describe('facultyPool', () => {
  test('compares the size with the target of the policy in force, by category', () => {
    const logs = [
      base('b1', founded(), adopted(1, '2018-06-01', { facultyTarget: 1 })),
      instructor('i1', engaged('i1')),
      instructor('i2', engaged('i2', { category: 'localTalent' })),
      instructor('i3', engaged('i3'), released),
    ]
    expect(pool('2018-05-01', ...logs)).toMatchObject({ size: 2, target: 30, missing: 28 })
    const later = pool('2018-06-01', ...logs)
    expect(later).toMatchObject({ size: 2, target: 1, missing: 0 })
    expect(later?.categories.filter(({ size }) => size > 0).map(({ category, size }) => [category, size])).toEqual([
      ['localTalent', 1],
      ['expert', 1],
    ])
  })

  test('keeps the sessions of a released instructor in the category', () => {
    const doc = pool(
      '2018-12-31',
      instructor('i1', engaged('i1'), released),
      batch('k1', planned(), session('s1'), session('s2'), held('s1', []), held('s2', [], { hours: 1.5 })),
    )
    expect(doc).toMatchObject({ size: 0, taught: { sessions: 2, hours: 4.5 } })
    expect(doc?.categories.find(({ category }) => category === 'expert')).toMatchObject({ sessions: 2, hours: 4.5 })
  })

  test('lists as idle the instructors without a session today or later', () => {
    const log = instructor('i1', engaged('i1'), teaches('s1', '2018-03-21'), teaches('s2', '2018-03-25'))
    expect(pool('2018-03-25', log)?.idle).toEqual([])
    expect(pool('2018-03-26', log)?.idle).toEqual([{ instructorId: 'i1', since: '2018-03-25' }])
    const ill = [...log, ...instructor('i1', cancelled('s2'))]
    expect(pool('2018-03-25', ill)?.idle).toEqual([{ instructorId: 'i1', since: '2018-03-21' }])
    expect(pool('2018-03-25', [...ill, ...instructor('i1', cancelled('s1'))])?.idle).toEqual([
      { instructorId: 'i1', since: '2018-02-01' },
    ])
  })

  test('keeps the row of an instructor with many bookings small, with the last session', () => {
    const sessions = Array.from({ length: 300 }, (_, at): EventInput => {
      const date = new Date(Date.UTC(2018, 2, 1) + at * 86_400_000).toISOString().slice(0, 10)
      return {
        type: 'InstructorBooked',
        data: { batchId: 'k1', sessionId: `s${at}`, date, period: 'morning', hours: 3, on: date },
      }
    })
    const log = instructor('i1', engaged('i1'), ...sessions)
    expect(pool('2019-06-01', log)?.idle).toEqual([{ instructorId: 'i1', since: '2018-12-25' }])
    type Row = Parameters<NonNullable<typeof facultyPool.tallies>>[0]
    let row: Row | undefined
    for (const { event, stream } of log)
      row = facultyPool.row(row, event, {
        stream,
        id: 'i1',
        revision: 0,
        metadata: () => Object.assign({}),
        policyVersion: () => undefined,
      })
    expect(row?.kind === 'instructor' && row.booked.current.length).toBeLessThan(70)
  })

  test.prop([someBase, somePicks, someStops])('the categories sum up to the pool', (area, picks, flushAfter) => {
    for (const doc of foldWithInterruptions(facultyPool, interleave(area, picks), { flushAfter }).values()) {
      expect(doc.categories.reduce((sum, { size }) => sum + size, 0)).toBe(doc.size)
      expect(doc.idle.length).toBeLessThanOrEqual(doc.size)
      expect(doc.categories.reduce((sum, { sessions }) => sum + sessions, 0)).toBeLessThanOrEqual(doc.taught.sessions)
    }
  })
})
