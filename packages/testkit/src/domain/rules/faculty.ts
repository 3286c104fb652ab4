// I1 to I3 and C1 to C4: instructors, courses, places.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../scenario.js'
import { anyOf, type RuleCase } from './case.js'

const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
const period = fc.constantFrom('morning' as const, 'evening' as const)
type Time = readonly [date: string, period: 'morning' | 'evening']
const time = fc.tuple(march(19, 22), period)
/** Whether `k1` of the stage `planned` is taught then. */
const isTaught = ([date, period]: Time): boolean => period === 'morning' && date <= '2018-03-21'

/** Another batch, with a session that a second instructor holds outdoors. */
const second = (p: Scenario, [date, period]: Time) => [
  p.plan('k2'),
  p.schedule('k2', 's1', { date, period, instructorId: 'i2', placeId: 'field' }),
]
const bookInstructor = (p: Scenario, instructorId: string, batchId: string, sessionId: string, [date, period]: Time) =>
  p.say('BookInstructor', { instructorId, batchId, sessionId, date, period, hours: 4, on: '2018-02-13' })

const I1: RuleCase = {
  id: 'I1',
  near: (p) =>
    time.map((at) => ({
      from: 'planned',
      history: second(p, at),
      command: bookInstructor(p, 'i1', 'k2', 's1', at),
      forbidden: isTaught(at),
    })),
  examples: (p) => [
    {
      title: 'two sessions on one morning',
      from: 'planned',
      history: second(p, ['2018-03-19', 'morning']),
      command: bookInstructor(p, 'i1', 'k2', 's1', ['2018-03-19', 'morning']),
    },
  ],
}

const release = ({ say }: Scenario, on: string) =>
  say('ReleaseInstructor', { instructorId: 'i1', reason: 'retired', on })

const I2: RuleCase = {
  id: 'I2',
  near: (p) => march(17, 25).map((on) => ({ from: 'planned', command: release(p, on), forbidden: on <= '2018-03-21' })),
  examples: (p) => [{ title: 'released before the last lesson', from: 'planned', command: release(p, '2018-03-20') }],
}

const subjectOf = { s1: 'history', s2: 'morels', s3: 'pruning' } as const
const someSubjects = fc.subarray(['history', 'morels', 'pruning', 'constructor'], { minLength: 1 })
const scheduled = (p: Scenario, like: 's1' | 's2' | 's3', instructorId: string) =>
  p.schedule('k1', like, { sessionId: 's4', date: '2018-03-22', instructorId })
const elsewhere = (p: Scenario) => [p.found('b2'), p.engage('i4', { baseId: 'b2' }), p.course('c4', { baseId: 'b2' })]

const I3: RuleCase = {
  id: 'I3',
  near: (p) =>
    anyOf(
      fc.tuple(someSubjects, fc.constantFrom('s1' as const, 's2', 's3')).map(([subjects, like]) => ({
        from: 'planned',
        history: [p.engage('i3', { subjects })],
        command: scheduled(p, like, 'i3'),
        forbidden: !subjects.includes(subjectOf[like]),
      })),
      someSubjects.map((subjects) => ({
        from: 'planned',
        history: [p.engage('i3', { subjects })],
        command: bookInstructor(p, 'i3', 'k1', 's2', ['2018-03-20', 'morning']),
        forbidden: !subjects.includes('morels'),
      })),
      fc.tuple(fc.constantFrom('i1', 'i4'), fc.constantFrom('c2', 'c4')).map(([instructorId, courseId]) => ({
        from: 'planned',
        history: elsewhere(p),
        command: p.schedule('k1', 's2', { sessionId: 's4', date: '2018-03-22', instructorId, courseId }),
        forbidden: instructorId === 'i4' || courseId === 'c4',
      })),
    ),
  examples: (p) => [
    {
      title: 'a session in a subject that is not the instructor’s',
      from: 'planned',
      history: [p.engage('i3', { subjects: ['history'] })],
      command: scheduled(p, 's2', 'i3'),
      event: { subject: 'morels', component: 'skills', kind: 'theory', addresses: ['skills'], hours: 4 },
    },
    {
      title: 'a booking in a subject that is not the instructor’s any more',
      from: 'planned',
      history: [p.engage('i3', { subjects: ['history'] })],
      command: bookInstructor(p, 'i3', 'k1', 's2', ['2018-03-20', 'morning']),
    },
  ],
}

const gaps = fc.subarray<'ideas' | 'skills' | 'capital' | 'marketAccess'>([
  'ideas',
  'skills',
  'capital',
  'marketAccess',
])

const C1: RuleCase = {
  id: 'C1',
  near: (p) =>
    fc
      .tuple(
        fc.oneof(
          gaps,
          gaps.map((all) => all.slice(all.length)),
        ),
        fc.boolean(),
      )
      .map(([addresses, isRevision]) => ({
        from: 'base',
        command: isRevision
          ? p.say('ReviseCourse', { courseId: 'c1', title: 'Another title', addresses, on: '2018-02-01' })
          : p.course('c9', { addresses }),
        forbidden: addresses.length === 0,
      })),
  examples: (p) => [{ title: 'a course about nothing', from: 'base', command: p.course('c9', { addresses: [] }) }],
}

const withdraw = ({ say }: Scenario) => say('WithdrawCourse', { courseId: 'c3', reason: 'outdated', on: '2018-02-20' })

const C2: RuleCase = {
  id: 'C2',
  near: (p) =>
    fc.boolean().map((isWithdrawn) => ({
      from: 'planned',
      history: isWithdrawn ? [withdraw(p)] : [],
      command: scheduled(p, 's3', 'i1'),
      forbidden: isWithdrawn,
    })),
  examples: (p) => [
    {
      title: 'a session of a withdrawn course',
      from: 'planned',
      history: [withdraw(p)],
      command: scheduled(p, 's3', 'i1'),
      event: { subject: 'pruning', component: 'practice', kind: 'theory', addresses: ['skills'], hours: 4 },
    },
  ],
}

const bookRoom = ({ say }: Scenario, [date, period]: Time) =>
  say('BookPlace', {
    placeId: 'room',
    baseId: 'b1',
    batchId: 'k2',
    sessionId: 's1',
    date,
    period,
    on: '2018-02-13',
  })

const C3: RuleCase = {
  id: 'C3',
  near: (p) =>
    time.map((at) => ({
      from: 'planned',
      history: second(p, at),
      command: bookRoom(p, at),
      forbidden: isTaught(at),
    })),
  examples: (p) => [
    {
      title: 'two sessions in one room',
      from: 'planned',
      history: second(p, ['2018-03-20', 'morning']),
      command: bookRoom(p, ['2018-03-20', 'morning']),
    },
  ],
}

type Stay = { readonly from: string; readonly until: string }
const stay: fc.Arbitrary<Stay> = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 }))
  .map(([from, days]) => ({ from: addDays('2018-03-19', from), until: addDays('2018-03-19', from + days) }))
const dormitory = (p: Scenario, beds: number) => p.facility('beds', { zone: 'living', kind: 'dormitory', beds })
const reserve = ({ say }: Scenario, traineeId: string, days: Stay) =>
  say('ReserveBed', {
    placeId: 'beds',
    baseId: 'b1',
    batchId: 'k1',
    traineeId,
    attempt: 1,
    ...days,
    on: '2018-03-06',
  })
const overlap = (a: Stay, b: Stay): boolean => a.from <= b.until && b.from <= a.until

const C4: RuleCase = {
  id: 'C4',
  near: (p) =>
    anyOf(
      fc.tuple(stay, fc.integer({ min: 0, max: 2 })).map(([days, beds]) => ({
        from: 'open',
        history: [dormitory(p, beds), p.sit('k1', 't1')],
        command: reserve(p, 't1', days),
        forbidden: beds === 0,
      })),
      ...(p.seats < 2
        ? []
        : [
            fc.tuple(stay, stay, fc.integer({ min: 1, max: 2 })).map(([first, days, beds]) => ({
              from: 'open' as const,
              history: [dormitory(p, beds), p.sit('k1', 't1'), p.sit('k1', 't2'), reserve(p, 't1', first)],
              command: reserve(p, 't2', days),
              forbidden: beds < 2 && overlap(first, days),
            })),
          ]),
    ),
  examples: (p) => [
    {
      title: 'a second guest for one bed',
      from: 'open',
      history: [
        dormitory(p, 1),
        p.sit('k1', 't1'),
        p.sit('k1', 't2'),
        reserve(p, 't1', { from: '2018-03-19', until: '2018-03-25' }),
      ],
      command: reserve(p, 't2', { from: '2018-03-25', until: '2018-03-26' }),
    },
  ],
}

export const facultyCases = [I1, I2, I3, C1, C2, C3, C4]
