import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type EventInput, foldWithInterruptions, interleave } from '../../test/fold-projection.js'
import { batch, calledOff, course, dropped, finished, held, offered, planned, session } from '../../test/sample-base.js'
import { journey, nominated, someJourneys, somePicks, someStops } from '../../test/sample-journeys.js'
import { someBase } from '../../test/some-base.js'
import { menuBoard } from './menu-board.js'

const requested = (...subjects: string[]): EventInput => ({
  type: 'CoursesRequested',
  data: { subjects, on: '2018-03-02' },
})
const board = (...logs: Parameters<typeof interleave>[0]) => foldWithInterruptions(menuBoard, logs.flat())

const twoPeople = [
  journey('t1', nominated('t1'), requested('morels', 'goats'), requested('morels')),
  journey('t2', nominated('t2'), requested('morels')),
]

describe('menuBoard', () => {
  test('counts requests, scheduled and delivered sessions by subject', () => {
    const docs = board(
      ...twoPeople,
      course('c1', offered('c1')),
      batch(
        'k1',
        planned(),
        session('s1', { requestedBy: ['t1', 't2'], hours: 1.5 }),
        session('s2', { requestedBy: ['t1'] }),
        held('s2', []),
      ),
    )
    expect(docs.get('b1/morels')).toEqual({
      kind: 'subject',
      baseId: 'b1',
      subject: 'morels',
      courses: 1,
      requested: 2,
      scheduled: { sessions: 2, hours: 4.5, people: 2 },
      delivered: { sessions: 1, hours: 3, people: 1 },
      unscheduled: 0,
      unmet: 1,
    })
    expect(docs.get('b1/goats')).toMatchObject({ requested: 1, unscheduled: 1, unmet: 1 })
  })

  test('counts only delivered sessions of an ended batch', () => {
    const events = [planned(), session('s1', { requestedBy: ['t1'] }), session('s2')]
    const delivered = { sessions: 1, hours: 3, people: 1 }
    const closed = board(batch('k1', ...events, held('s1', []), dropped('s2'), finished()))
    expect(closed.get('b1/morels')).toMatchObject({ scheduled: delivered, delivered })
    expect(board(batch('k1', ...events, calledOff)).get('b1/morels')).toBeUndefined()
  })

  test('meets a gap by a delivered session that addresses it', () => {
    const gap = (...logs: Parameters<typeof interleave>[0]) => board(...twoPeople, ...logs).get('b1/gap:skills')
    expect(gap()).toMatchObject({ kind: 'gap', gap: 'skills', named: 2, courses: 0, isUnmet: true })
    const addressed = [planned(), session('s1')]
    expect(gap(batch('k1', ...addressed))).toMatchObject({ scheduled: { sessions: 1, hours: 3 }, isUnmet: true })
    expect(gap(batch('k1', ...addressed, held('s1', [])))).toMatchObject({ delivered: { sessions: 1 }, isUnmet: false })
  })

  test('counts no withdrawn course, and a revised one for the gaps it addresses now', () => {
    const revised: EventInput = { type: 'CourseRevised', data: { addresses: ['ideas'], on: '2018-03-01' } }
    expect(board(course('c1', offered('c1'), revised)).get('b1/gap:ideas')).toMatchObject({
      courses: 1,
      isUnmet: false,
    })
    const withdrawn: EventInput = { type: 'CourseWithdrawn', data: { reason: 'old', on: '2018-03-01' } }
    expect(board(course('c1', offered('c1'), withdrawn))).toEqual(new Map())
  })

  test('keeps a subject apart from a gap of the same name', () => {
    const docs = board(journey('t1', nominated('t1'), requested('gap:skills', 'a/b')))
    expect([...docs].map(([key, { kind }]) => [key, kind])).toEqual([
      ['b1/a%2Fb', 'subject'],
      ['b1/gap%3Askills', 'subject'],
      ['b1/gap:skills', 'gap'],
    ])
    expect(docs.get('b1/gap%3Askills')).toMatchObject({ subject: 'gap:skills', requested: 1 })
  })

  test.prop([someBase, someJourneys, somePicks, someStops])(
    'no more is delivered than scheduled, no more unmet than requested',
    (area, journeys, picks, flushAfter) => {
      for (const doc of foldWithInterruptions(menuBoard, interleave([...area, ...journeys], picks), {
        flushAfter,
      }).values()) {
        expect(doc.delivered.sessions).toBeLessThanOrEqual(doc.scheduled.sessions)
        expect(doc.delivered.hours).toBeLessThanOrEqual(doc.scheduled.hours)
        if (doc.kind === 'subject') expect(doc.unscheduled <= doc.unmet && doc.unmet <= doc.requested).toBe(true)
      }
    },
  )
})
