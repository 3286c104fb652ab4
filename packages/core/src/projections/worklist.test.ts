import { test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { type EventInput, eventIdOf, foldWithInterruptions, type interleave } from '../../test/fold-projection.js'
import {
  accepted,
  adopted,
  agreement,
  base,
  batch,
  booked,
  calendar,
  closed,
  commissioned,
  corrected,
  engaged,
  facility,
  finished,
  founded,
  held,
  instructor,
  leaves,
  opened,
  placed,
  planned,
  reviewed,
  seated,
  session,
  signed,
  sleeps,
  started,
  visited,
} from '../../test/sample-base.js'
import { journey, nominated, trained } from '../../test/sample-journeys.js'
import { type WorklistItem, worklist } from './worklist.js'

const work = (today: string, ...logs: Parameters<typeof interleave>[0]) =>
  foldWithInterruptions(worklist, logs.flat(), { today })
const keys = (docs: ReadonlyMap<string, WorklistItem>) => [...docs.keys()]

const review: EventInput = {
  type: 'EligibilityReviewed',
  data: { passed: true, findings: [], by: { role: 'villageBranch', id: 'v' }, on: '2018-03-02' },
}
const reached: EventInput = {
  type: 'ScaleThresholdReached',
  data: { industry: 'morels', quantity: 8, unit: 'mu', threshold: 5, on: '2018-05-01' },
}
const mentoringStarted: EventInput = { type: 'MentoringStarted', data: { agreementId: 'a1', on: '2018-05-10' } }
const mentoringEnded = (outcome: string): EventInput => ({
  type: 'MentoringEnded',
  data: { agreementId: 'a1', outcome, on: '2018-10-10' },
})
// commissioned, with a faculty target of 0
const theBase = base(
  'b1',
  founded(),
  facility('p1', { seats: 50 }),
  facility('d1', { beds: 1 }),
  commissioned('2018-03-01'),
  adopted(1, '2018-01-02', { facultyTarget: 0, visitEveryDays: 30 }),
)

describe('worklist: people', () => {
  test('has a gate item for a nomination if the policy requires it, and a training item for a willing person', () => {
    const docs = work('2018-04-01', theBase, journey('t1', nominated('t1')))
    expect(keys(docs)).toEqual(['b1/eligibilityGate/t1', 'b1/training/t1'])
    expect(docs.get('b1/training/t1')).toEqual({
      baseId: 'b1',
      kind: 'training',
      id: 't1',
      about: { traineeId: 't1' },
      since: '2018-03-01',
      dueOn: '2020-03-01',
      overdue: false,
      isFocus: true,
      detail: { potential: 1, selected: false },
    })
    const withoutGate = base('b1', adopted(2, '2018-03-01', { facultyTarget: 0, requireEligibilityGate: false }))
    expect(keys(work('2018-04-01', theBase, withoutGate, journey('t1', nominated('t1'))))).toEqual(['b1/training/t1'])
    expect(keys(work('2018-04-01', theBase, journey('t1', nominated('t1'), review)))).toEqual(['b1/training/t1'])
  })

  test('has no training item for a person who is enrolled, trained, unwilling or has left', () => {
    const enrolled: EventInput = {
      type: 'TraineeEnrolled',
      data: { batchId: 'k1', attempt: 2, from: '2018-03-20', until: '2018-03-30', on: '2018-03-10' },
    }
    const left = (attempt: number): EventInput => ({
      type: 'EnrolmentEnded',
      data: { batchId: 'k1', attempt, reason: 'ill', on: '2018-03-11' },
    })
    const waiting = (...events: readonly EventInput[]) =>
      work('2018-04-01', theBase, journey('t1', nominated('t1'), review, ...events)).has('b1/training/t1')
    expect(waiting(enrolled)).toBe(false)
    expect(waiting(enrolled, left(1))).toBe(false)
    expect(waiting(enrolled, left(2))).toBe(true)
    expect(waiting(trained('2018-03-30'))).toBe(false)
    expect(waiting({ type: 'JourneyWithdrawn', data: { reason: 'moved', on: '2018-03-03' } })).toBe(false)
    expect(waiting({ type: 'ProfileRevised', data: { willing: false, reason: 'asked', on: '2018-03-03' } })).toBe(false)
  })

  test('has a contradiction, with its rule and figures, until it is resolved or its entry is annulled', () => {
    const enrolled: EventInput = {
      type: 'TraineeEnrolled',
      data: { batchId: 'k1', attempt: 2, from: '2018-03-20', until: '2018-03-30', on: '2018-03-10' },
    }
    const about = { eventId: eventIdOf('journey-t1', 1), rule: 'T4', on: '2018-03-10' }
    const contradicted: EventInput = {
      type: 'EntryContradicted',
      data: { ...about, evidence: { status: 'withdrawn' }, becauseOf: 'other' },
    }
    const items = (...events: readonly EventInput[]) =>
      [...work('2018-04-01', theBase, journey('t1', nominated('t1'), enrolled, ...events))].filter(
        ([, { kind }]) => kind === 'contradiction',
      )
    expect(items(contradicted)).toEqual([
      [
        `b1/contradiction/t1/${about.eventId}/T4`,
        {
          baseId: 'b1',
          kind: 'contradiction',
          id: `t1/${about.eventId}/T4`,
          about: { traineeId: 't1' },
          since: '2018-03-10',
          dueOn: null,
          overdue: false,
          isFocus: false,
          detail: { status: 'withdrawn', rule: 'T4' },
        },
      ],
    ])
    expect(items(contradicted, { type: 'ContradictionResolved', data: about })).toEqual([])
    expect(items(contradicted, { type: 'EntryAnnulled', data: { ...about, reason: 'recomputed' } })).toEqual([])
  })

  test('has an unsigned item for a person who reached the threshold, until an agreement is completed', () => {
    const item = (...events: readonly EventInput[]) =>
      work('2018-12-31', theBase, journey('t1', nominated('t1'), reached, ...events)).get('b1/unsigned/t1')
    expect(item()).toMatchObject({ dueOn: '2018-05-01', overdue: true, detail: { recognised: false } })
    expect(item(mentoringStarted)).toBeUndefined()
    expect(item(mentoringStarted, mentoringEnded('terminated'))).toBeDefined()
    expect(item(mentoringStarted, mentoringEnded('completed'))).toBeUndefined()
  })
})

describe('worklist: batches', () => {
  test('has the gates of the schedule due at the start of the batch, until they pass', () => {
    const gates = (...events: readonly EventInput[]) =>
      keys(work('2018-03-10', theBase, batch('k1', planned(), ...events)))
    expect(gates()).toEqual(['b1/curriculumGate/k1', 'b1/modeGate/k1'])
    expect(gates(session('s1'), reviewed('curriculum'), reviewed('mode', false))).toEqual(['b1/modeGate/k1'])
    expect(gates(reviewed('curriculum'), session('s1', { on: '2018-03-05' }), reviewed('mode'))).toEqual([
      'b1/curriculumGate/k1',
    ])
    expect(gates(opened)).toEqual([])
    expect(work('2018-03-21', theBase, batch('k1', planned())).get('b1/modeGate/k1')).toMatchObject({
      dueOn: '2018-03-20',
      overdue: true,
    })
  })

  test('has the effectiveness gate and absentees of a running batch due at its end', () => {
    const running = [
      planned(),
      session('s1'),
      session('s2'),
      opened,
      seated('t1'),
      seated('t2'),
      started,
      held('s1', ['t1']),
      held('s2', ['t1', 't2']),
    ]
    const due = (...events: readonly EventInput[]) => work('2018-03-25', theBase, batch('k1', ...running, ...events))
    expect(keys(due())).toEqual(['b1/absentee/k1/t2', 'b1/effectivenessGate/k1'])
    expect(due().get('b1/absentee/k1/t2')).toMatchObject({
      id: 'k1/t2',
      about: { batchId: 'k1', traineeId: 't2' },
      dueOn: '2018-03-30',
      detail: { hoursPresent: 3, hoursDelivered: 6, attendance: 0.5, minAttendance: 0.8 },
    })
    expect(keys(due(corrected('s1', 't2', true), reviewed('effectiveness', false)))).toEqual([])
    expect(keys(due(finished()))).toEqual([])
  })
})

describe('worklist: agreements', () => {
  const withHouseholds = agreement('a1', signed('a1'), placed('h1', 3), accepted('h1'), placed('h2', 1))

  test('has visits due as often as the policy in force says', () => {
    const visit = (today: string, ...logs: Parameters<typeof interleave>[0]) =>
      work(today, theBase, withHouseholds, ...logs).get('b1/visit/a1/h1')
    expect(visit('2018-05-02')).toMatchObject({ since: '2018-04-02', dueOn: '2018-05-02', overdue: false })
    expect(visit('2018-05-03')).toMatchObject({ overdue: true })
    const late = agreement('a1', visited('h1', '2018-04-20'), visited('h1', '2018-04-10'))
    expect(visit('2018-05-03', late)).toMatchObject({ dueOn: '2018-05-20', overdue: false })
    expect(visit('2018-05-03', base('b1', adopted(2, '2018-05-01', { visitEveryDays: 10 })), late)?.dueOn).toBe(
      '2018-04-30',
    )
    expect(keys(work('2018-05-02', theBase, withHouseholds))).not.toContain('b1/visit/a1/h2')
  })

  test('counts for the quota placed households and those that exited poverty under the agreement', () => {
    const quota = (...events: readonly EventInput[]) =>
      work('2018-12-31', theBase, [...withHouseholds, ...agreement('a1', ...events)]).get('b1/quota/a1')
    expect(quota()).toMatchObject({ dueOn: '2019-03-31', detail: { quotaPeople: 5, people: 4, households: 2 } })
    expect(quota(placed('h3', 1))).toBeUndefined()
    const released: EventInput = {
      type: 'HouseholdReleased',
      data: { householdId: 'h1', attempt: 1, reason: 'done', on: '2018-11-01' },
    }
    expect(quota(released)).toMatchObject({ detail: { people: 1, households: 1 } })
    const exited: EventInput = {
      type: 'OutcomeRecorded',
      data: { householdId: 'h1', outcome: 'exited', people: 3, on: '2018-10-01' },
    }
    expect(quota(exited, released)).toMatchObject({ detail: { people: 4 } })
  })

  test('has the end of an agreement due on its last day', () => {
    const end = (today: string, ...events: readonly EventInput[]) =>
      work(today, theBase, [...withHouseholds, ...agreement('a1', ...events)]).get('b1/agreementEnd/a1')
    expect(end('2019-03-30')).toBeUndefined()
    expect(end('2019-03-31')).toMatchObject({ dueOn: '2019-03-31', overdue: false })
    expect(end('2019-04-01')).toMatchObject({ overdue: true })
    expect(
      end('2019-04-01', { type: 'AgreementCompleted', data: { households: [], on: '2019-03-31' } }),
    ).toBeUndefined()
  })
})

describe('worklist: places and faculty', () => {
  const clash = (today: string, ...logs: Parameters<typeof interleave>[0]) => work(today, theBase, ...logs)

  test('has a clash if more beds are reserved than there are', () => {
    const full = calendar('d1', sleeps('t1', { from: '2018-03-20' }), sleeps('t2', { from: '2018-03-25' }))
    expect(clash('2018-03-10', full).get('b1/clash/d1')).toMatchObject({
      dueOn: '2018-03-25',
      about: { placeId: 'd1' },
      detail: { why: 'bedsShort', taken: 2, has: 1, clashes: 1 },
    })
    expect(clash('2018-03-28', full).get('b1/clash/d1')).toMatchObject({ dueOn: '2018-03-28', overdue: false })
    expect(keys(clash('2018-03-31', full))).toEqual([])
    expect(keys(clash('2018-03-10', [...full, ...calendar('d1', leaves('t2', '2018-03-09'))]))).toEqual([])
    // until is the last day
    expect(
      keys(
        clash(
          '2018-03-10',
          calendar('d1', sleeps('t1', { until: '2018-03-24' }), sleeps('t2', { from: '2018-03-25' })),
        ),
      ),
    ).toEqual([])
  })

  test('has a clash for a booking of a closed or unknown place', () => {
    const day = { date: '2018-06-10' }
    const closing = base('b1', closed('p1', '2018-06-10'))
    expect(clash('2018-05-01', closing, calendar('p1', booked('s1', day))).get('b1/clash/p1')).toMatchObject({
      dueOn: '2018-06-10',
      detail: { why: 'closed' },
    })
    expect(keys(clash('2018-05-01', closing, calendar('p1', booked('s1', { date: '2018-06-09' }))))).toEqual([])
    expect(clash('2018-05-01', calendar('p9', booked('s1', day))).get('b1/clash/p9')).toMatchObject({
      detail: { why: 'unknownPlace' },
    })
    expect(keys(clash('2018-06-11', closing, calendar('p1', booked('s1', day))))).toEqual([])
  })

  test('has a clash for a room that is booked twice', () => {
    const twice = calendar('p1', booked('s1'), booked('s2'), booked('s3', { period: 'evening' }))
    expect(clash('2018-03-10', twice).get('b1/clash/p1')).toMatchObject({
      detail: { why: 'doubleBooked', taken: 2, has: 1 },
    })
  })

  test('has an item for a faculty below its target, even without any instructor', () => {
    const plain = base('b1', founded())
    expect(work('2018-12-31', plain).get('b1/faculty/pool')).toMatchObject({
      dueOn: null,
      overdue: false,
      detail: { instructors: 0, target: 30 },
    })
    const one = base('b1', adopted(1, '2018-06-01', { facultyTarget: 1 }))
    expect(keys(work('2018-12-31', plain, one, instructor('i1', engaged('i1'))))).toEqual([])
  })
})
