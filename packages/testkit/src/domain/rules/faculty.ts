// I1 to I3 and C1 to C4: instructors, courses, places.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../scenario.js'
import { mixed, type RuleCase } from './case.js'

const march = (from: number, to: number) => fc.integer({ min: from, max: to }).map((of) => `2018-03-${of}`)
const period = fc.constantFrom('morning' as const, 'evening' as const)
type Time = readonly [date: string, period: 'morning' | 'evening']
const time = fc.tuple(march(19, 22), period)
/** Whether `k1` of the stage `planned` is taught then. */
const isTaught = ([date, period]: Time): boolean => period === 'morning' && date <= '2018-03-21'

/** Another batch, with a session that a second instructor holds outdoors. */
const second = (scenario: Scenario, [date, period]: Time) => [
  scenario.planBatch('k2'),
  scenario.scheduleSession('k2', 's1', { date, period, instructorId: 'i2', placeId: 'field' }),
]
const bookInstructor = (
  scenario: Scenario,
  instructorId: string,
  batchId: string,
  sessionId: string,
  [date, period]: Time,
) => scenario.command('BookInstructor', { instructorId, batchId, sessionId, date, period, hours: 4, on: '2018-02-13' })

const I1: RuleCase = {
  id: 'I1',
  situations: (scenario) =>
    time.map((at) => ({
      from: 'planned',
      history: second(scenario, at),
      command: bookInstructor(scenario, 'i1', 'k2', 's1', at),
      isForbidden: isTaught(at),
    })),
  examples: (scenario) => [
    {
      title: 'two sessions on one morning',
      from: 'planned',
      history: second(scenario, ['2018-03-19', 'morning']),
      command: bookInstructor(scenario, 'i1', 'k2', 's1', ['2018-03-19', 'morning']),
    },
  ],
}

const release = ({ command }: Scenario, on: string) =>
  command('ReleaseInstructor', { instructorId: 'i1', reason: 'retired', on })

const I2: RuleCase = {
  id: 'I2',
  situations: (scenario) =>
    march(17, 25).map((on) => ({ from: 'planned', command: release(scenario, on), isForbidden: on <= '2018-03-21' })),
  examples: (scenario) => [
    { title: 'released before the last lesson', from: 'planned', command: release(scenario, '2018-03-20') },
  ],
}

const subjectOf = { s1: 'history', s2: 'morels', s3: 'pruning' } as const
const someSubjects = fc.subarray(['history', 'morels', 'pruning', 'constructor'], { minLength: 1 })
const scheduled = (scenario: Scenario, like: 's1' | 's2' | 's3', instructorId: string) =>
  scenario.scheduleSession('k1', like, { sessionId: 's4', date: '2018-03-22', instructorId })
const elsewhere = (scenario: Scenario) => [
  scenario.foundBase('b2'),
  scenario.engageInstructor('i4', { baseId: 'b2' }),
  scenario.offerCourse('c4', { baseId: 'b2' }),
]

const I3: RuleCase = {
  id: 'I3',
  situations: (scenario) =>
    mixed(
      fc.tuple(someSubjects, fc.constantFrom('s1' as const, 's2', 's3')).map(([subjects, like]) => ({
        from: 'planned',
        history: [scenario.engageInstructor('i3', { subjects })],
        command: scheduled(scenario, like, 'i3'),
        isForbidden: !subjects.includes(subjectOf[like]),
      })),
      someSubjects.map((subjects) => ({
        from: 'planned',
        history: [scenario.engageInstructor('i3', { subjects })],
        command: bookInstructor(scenario, 'i3', 'k1', 's2', ['2018-03-20', 'morning']),
        isForbidden: !subjects.includes('morels'),
      })),
      fc.tuple(fc.constantFrom('i1', 'i4'), fc.constantFrom('c2', 'c4')).map(([instructorId, courseId]) => ({
        from: 'planned',
        history: elsewhere(scenario),
        command: scenario.scheduleSession('k1', 's2', { sessionId: 's4', date: '2018-03-22', instructorId, courseId }),
        isForbidden: instructorId === 'i4' || courseId === 'c4',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a session in a subject that is not the instructor’s',
      from: 'planned',
      history: [scenario.engageInstructor('i3', { subjects: ['history'] })],
      command: scheduled(scenario, 's2', 'i3'),
      event: { subject: 'morels', component: 'skills', kind: 'theory', addresses: ['skills'], hours: 4 },
    },
    {
      title: 'a booking in a subject that is not the instructor’s any more',
      from: 'planned',
      history: [scenario.engageInstructor('i3', { subjects: ['history'] })],
      command: bookInstructor(scenario, 'i3', 'k1', 's2', ['2018-03-20', 'morning']),
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
  situations: (scenario) =>
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
          ? scenario.command('ReviseCourse', { courseId: 'c1', title: 'Another title', addresses, on: '2018-02-01' })
          : scenario.offerCourse('c9', { addresses }),
        isForbidden: addresses.length === 0,
      })),
  examples: (scenario) => [
    { title: 'a course about nothing', from: 'base', command: scenario.offerCourse('c9', { addresses: [] }) },
  ],
}

const withdraw = ({ command }: Scenario) =>
  command('WithdrawCourse', { courseId: 'c3', reason: 'outdated', on: '2018-02-20' })

const C2: RuleCase = {
  id: 'C2',
  situations: (scenario) =>
    fc.boolean().map((isWithdrawn) => ({
      from: 'planned',
      history: isWithdrawn ? [withdraw(scenario)] : [],
      command: scheduled(scenario, 's3', 'i1'),
      isForbidden: isWithdrawn,
    })),
  examples: (scenario) => [
    {
      title: 'a session of a withdrawn course',
      from: 'planned',
      history: [withdraw(scenario)],
      command: scheduled(scenario, 's3', 'i1'),
      event: { subject: 'pruning', component: 'practice', kind: 'theory', addresses: ['skills'], hours: 4 },
    },
  ],
}

const bookRoom = ({ command }: Scenario, [date, period]: Time) =>
  command('BookPlace', {
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
  situations: (scenario) =>
    time.map((at) => ({
      from: 'planned',
      history: second(scenario, at),
      command: bookRoom(scenario, at),
      isForbidden: isTaught(at),
    })),
  examples: (scenario) => [
    {
      title: 'two sessions in one room',
      from: 'planned',
      history: second(scenario, ['2018-03-20', 'morning']),
      command: bookRoom(scenario, ['2018-03-20', 'morning']),
    },
  ],
}

type Stay = { readonly from: string; readonly until: string }
const stay: fc.Arbitrary<Stay> = fc
  .tuple(fc.integer({ min: 0, max: 6 }), fc.integer({ min: 0, max: 4 }))
  .map(([from, days]) => ({ from: addDays('2018-03-19', from), until: addDays('2018-03-19', from + days) }))
const dormitory = (scenario: Scenario, beds: number) =>
  scenario.openFacility('beds', { zone: 'living', kind: 'dormitory', beds })
const reserve = ({ command }: Scenario, traineeId: string, days: Stay) =>
  command('ReserveBed', {
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
  situations: (scenario) =>
    mixed(
      fc.tuple(stay, fc.integer({ min: 0, max: 2 })).map(([days, beds]) => ({
        from: 'open',
        history: [dormitory(scenario, beds), scenario.takeSeat('k1', 't1')],
        command: reserve(scenario, 't1', days),
        isForbidden: beds === 0,
      })),
      ...(scenario.seats < 2
        ? []
        : [
            fc.tuple(stay, stay, fc.integer({ min: 1, max: 2 })).map(([first, days, beds]) => ({
              from: 'open' as const,
              history: [
                dormitory(scenario, beds),
                scenario.takeSeat('k1', 't1'),
                scenario.takeSeat('k1', 't2'),
                reserve(scenario, 't1', first),
              ],
              command: reserve(scenario, 't2', days),
              isForbidden: beds < 2 && overlap(first, days),
            })),
          ]),
    ),
  examples: (scenario) => [
    {
      title: 'a second guest for one bed',
      from: 'open',
      history: [
        dormitory(scenario, 1),
        scenario.takeSeat('k1', 't1'),
        scenario.takeSeat('k1', 't2'),
        reserve(scenario, 't1', { from: '2018-03-19', until: '2018-03-25' }),
      ],
      command: reserve(scenario, 't2', { from: '2018-03-25', until: '2018-03-26' }),
    },
  ],
}

export const facultyCases = [I1, I2, I3, C1, C2, C3, C4]
