// C1 to C4: courses, rooms and beds.
import { addDays } from '@skein/kernel'
import fc from 'fast-check'
import type { Scenario } from '../../scenario.js'
import { type FullRuleCase, mixed } from '../case.js'
import {
  furtherSession,
  isTaken,
  type SessionTime,
  secondBatch,
  sessionContents,
  sessionTime,
} from './batch-situations.js'

const gaps = fc.subarray<'ideas' | 'skills' | 'capital' | 'marketAccess'>([
  'ideas',
  'skills',
  'capital',
  'marketAccess',
])

const C1: FullRuleCase = {
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
    { title: 'a course that addresses nothing', from: 'base', command: scenario.offerCourse('c9', { addresses: [] }) },
  ],
}

const withdraw = ({ command }: Scenario) =>
  command('WithdrawCourse', { courseId: 'c3', reason: 'outdated', on: '2018-02-11' })

const C2: FullRuleCase = {
  id: 'C2',
  situations: (scenario) =>
    fc.boolean().map((isWithdrawn) => ({
      from: 'planned',
      history: isWithdrawn ? [withdraw(scenario)] : [],
      command: furtherSession(scenario, 's3'),
      isForbidden: isWithdrawn,
    })),
  examples: (scenario) => [
    {
      title: 'a session of a withdrawn course',
      from: 'planned',
      history: [withdraw(scenario)],
      command: furtherSession(scenario, 's3'),
      event: sessionContents.s3,
    },
  ],
}

const bookRoom = ({ command }: Scenario, [date, period]: SessionTime) =>
  command('BookPlace', {
    placeId: 'room',
    baseId: 'b1',
    batchId: 'k2',
    sessionId: 's1',
    date,
    period,
    on: '2018-02-13',
  })

const C3: FullRuleCase = {
  id: 'C3',
  situations: (scenario) =>
    sessionTime.map((at) => ({
      from: 'planned',
      history: secondBatch(scenario, at),
      command: bookRoom(scenario, at),
      isForbidden: isTaken(at),
    })),
  examples: (scenario) => [
    {
      title: 'two sessions in one room at one time',
      from: 'planned',
      history: secondBatch(scenario, ['2018-03-20', 'morning']),
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
const reserve = ({ command, attemptOfSeat }: Scenario, traineeId: 't1' | 't2', days: Stay) =>
  command('ReserveBed', {
    placeId: 'beds',
    baseId: 'b1',
    batchId: 'k1',
    traineeId,
    attempt: attemptOfSeat(traineeId === 't1' ? 1 : 2),
    ...days,
    on: '2018-03-06',
  })
const overlap = (a: Stay, b: Stay): boolean => a.from <= b.until && b.from <= a.until

const C4: FullRuleCase = {
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

export const courseCases = [C1, C2, C3, C4]
