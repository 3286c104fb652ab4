// I1 to I3: instructors and their bookings.
import fc from 'fast-check'
import type { Scenario } from '../../scenario.js'
import { dayInMarch, type FullRuleCase, mixed } from '../case.js'
import {
  furtherSession,
  isTaken,
  type SessionTime,
  secondBatch,
  sessionContents,
  sessionIds,
  sessionTime,
} from './batch-situations.js'

const bookInstructor = (
  scenario: Scenario,
  instructorId: string,
  batchId: string,
  sessionId: string,
  [date, period]: SessionTime,
) => scenario.command('BookInstructor', { instructorId, batchId, sessionId, date, period, hours: 4, on: '2018-02-13' })

const I1: FullRuleCase = {
  id: 'I1',
  situations: (scenario) =>
    sessionTime.map((at) => ({
      from: 'planned',
      history: secondBatch(scenario, at),
      command: bookInstructor(scenario, 'i1', 'k2', 's1', at),
      isForbidden: isTaken(at),
    })),
  examples: (scenario) => [
    {
      title: 'two sessions of an instructor at one time',
      from: 'planned',
      history: secondBatch(scenario, ['2018-03-19', 'morning']),
      command: bookInstructor(scenario, 'i1', 'k2', 's1', ['2018-03-19', 'morning']),
    },
  ],
}

const release = ({ command }: Scenario, on: string) =>
  command('ReleaseInstructor', { instructorId: 'i1', reason: 'retired', on })

const I2: FullRuleCase = {
  id: 'I2',
  situations: (scenario) =>
    dayInMarch(17, 25).map((on) => ({
      from: 'planned',
      command: release(scenario, on),
      isForbidden: on <= '2018-03-21',
    })),
  examples: (scenario) => [
    { title: 'a release before the last session', from: 'planned', command: release(scenario, '2018-03-20') },
  ],
}

const someSubjects = fc.subarray(['history', 'morels', 'pruning', 'constructor'], { minLength: 1 })
/** An instructor and a course of another base. */
const atOtherBase = (scenario: Scenario) => [
  scenario.foundBase('b2'),
  scenario.engageInstructor('i4', { baseId: 'b2' }),
  scenario.offerCourse('c4', { baseId: 'b2' }),
]

const I3: FullRuleCase = {
  id: 'I3',
  situations: (scenario) =>
    mixed(
      fc.tuple(someSubjects, fc.constantFrom(...sessionIds)).map(([subjects, like]) => ({
        from: 'planned',
        history: [scenario.engageInstructor('i3', { subjects })],
        command: furtherSession(scenario, like, { instructorId: 'i3' }),
        isForbidden: !subjects.includes(sessionContents[like].subject),
      })),
      someSubjects.map((subjects) => ({
        from: 'planned',
        history: [scenario.engageInstructor('i3', { subjects })],
        command: bookInstructor(scenario, 'i3', 'k1', 's2', ['2018-03-20', 'morning']),
        isForbidden: !subjects.includes('morels'),
      })),
      fc.tuple(fc.constantFrom('i1', 'i4'), fc.constantFrom('c2', 'c4')).map(([instructorId, courseId]) => ({
        from: 'planned',
        history: atOtherBase(scenario),
        command: furtherSession(scenario, 's2', { instructorId, courseId }),
        isForbidden: instructorId === 'i4' || courseId === 'c4',
      })),
    ),
  examples: (scenario) => [
    {
      title: 'a session in a subject that the instructor does not teach',
      from: 'planned',
      history: [scenario.engageInstructor('i3', { subjects: ['history'] })],
      command: furtherSession(scenario, 's2', { instructorId: 'i3' }),
      event: sessionContents.s2,
    },
    {
      title: 'a booking in a subject that the instructor does not teach',
      from: 'planned',
      history: [scenario.engageInstructor('i3', { subjects: ['history'] })],
      command: bookInstructor(scenario, 'i3', 'k1', 's2', ['2018-03-20', 'morning']),
    },
  ],
}

export const instructorCases = [I1, I2, I3]
