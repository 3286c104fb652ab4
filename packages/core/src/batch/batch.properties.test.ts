// Properties of a batch after any commands in any order, asserted on its events, not on its state.
import { type AnyEvent, day, decide } from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, it } from 'vitest'
import {
  by,
  commissionedBase,
  openBatch,
  planned,
  policy,
  runningBatch,
  schedule,
  selectedVillager,
  send,
  sendSchedule,
  taughtBatch,
  viewsToOpen,
  viewsToSchedule,
} from '../../test/batches.js'
import { parseCommand } from '../../test/given.js'
import { assertForRuns, runCommands, type Step } from '../../test/run-commands.js'
import * as Batch from './index.js'
import type { Views } from './reads.js'

type Event = Batch.Events.Event

const beginnings = { planned: [planned()], schedule, openBatch, runningBatch, taughtBatch }
type Beginning = keyof typeof beginnings
const allBeginnings: readonly Beginning[] = ['planned', 'schedule', 'openBatch', 'runningBatch', 'taughtBatch']

const trainee = fc.constantFrom('t1', 't2', 't3', 'constructor')
const session = fc.constantFrom('s1', 's2', 's3', 's4', 's5', '__proto__')
const days = ['2018-03-12', '2018-03-19', '2018-03-20', '2018-03-21', '2018-03-22', '2018-03-24'] as const
const date = fc.constantFrom('2018-03-18', '2018-03-24', '2018-03-19', '2018-03-20', '2018-03-21')
const reason = fc.constantFrom('rain', 'bookingRefused', 'notHeld')

/** A generated command, to be dated. */
type DatedStep = (on: string) => Step<Views>

const someCommand = <T extends object>(
  type: string,
  data: fc.Arbitrary<T>,
  views: Partial<Views> = {},
): fc.Arbitrary<DatedStep> => data.map((fields) => (on) => ({ command: send(type, { on, ...fields }), views }))

const someScheduling: fc.Arbitrary<DatedStep> = fc
  .record({
    content: fc.constantFrom('s1' as const, 's2' as const, 's3' as const),
    sessionId: session,
    date,
    requestedBy: fc.subarray(['t1', 't2']),
  })
  .map(({ content, ...changes }) => (on: string) => ({
    command: sendSchedule(content, { ...changes, on }),
    views: viewsToSchedule(content),
  }))

const anyCommand: fc.Arbitrary<DatedStep> = fc.oneof(
  { weight: 4, arbitrary: someScheduling },
  someCommand('CancelSession', fc.record({ sessionId: session, reason })),
  someCommand(
    'ReviewGate',
    fc.record({
      gate: fc.constantFrom('curriculum', 'mode', 'effectiveness'),
      passed: fc.boolean(),
      findings: fc.constant([]),
      by: fc.constant(by),
    }),
  ),
  someCommand('OpenEnrolment', fc.constant({}), viewsToOpen()),
  someCommand('TakeSeat', fc.record({ traineeId: trainee }), { person: selectedVillager }),
  someCommand('ReleaseSeat', fc.record({ traineeId: trainee, reason: fc.constant('ill') })),
  someCommand('StartBatch', fc.constant({}), { base: commissionedBase }),
  someCommand('DeliverSession', fc.record({ sessionId: session, present: fc.subarray(['t1', 't2', 't3']) })),
  someCommand(
    'CorrectAttendance',
    fc.record({ sessionId: session, traineeId: trainee, present: fc.boolean(), reason }),
  ),
  someCommand('RecordAssessment', fc.record({ traineeId: trainee, score: fc.constantFrom(50, 60, 90) })),
  someCommand('GiveFeedback', fc.record({ traineeId: trainee, rating: fc.integer({ min: 1, max: 5 }) })),
  someCommand('CloseBatch', fc.constant({})),
  someCommand('CancelBatch', fc.record({ reason })),
)

/** Commands in the order of their days; before-dependencies.test.ts has late ones. */
const someSteps = fc
  .array(fc.tuple(anyCommand, fc.nat(days.length - 1)), { minLength: 5, maxLength: 60, size: 'max' })
  .map((entries) => entries.sort(([, a], [, b]) => a - b).map(([step, at]) => step(days[at] ?? days[0])))

const someRuns = (from: readonly Beginning[] = allBeginnings) =>
  fc
    .record({ beginning: fc.constantFrom(...from), steps: someSteps })
    .map(({ beginning, steps }) => runCommands(Batch.aggregate, steps, beginnings[beginning]))

const assertFor = (rule: string, property: (events: readonly Event[]) => boolean, from?: readonly Beginning[]): void =>
  assertForRuns(someRuns(from), rule, property)

/** The data of all events of one type. */
const dataOf = <Type extends Event['type']>(
  events: readonly Event[],
  type: Type,
): readonly Batch.Events.DataOf<Type>[] =>
  // sound: the type of an event determines its data
  events.flatMap((event) => (event.type === type ? [event.data as Batch.Events.DataOf<Type>] : []))

/** The seated people before each event. */
const seatsBefore = (events: readonly Event[]): readonly ReadonlySet<string>[] => {
  const seats = new Set<string>()
  return events.map((event) => {
    const before = new Set(seats)
    if (event.type === 'SeatTaken') seats.add(event.data.traineeId)
    if (event.type === 'SeatReleased') seats.delete(event.data.traineeId)
    return before
  })
}
const unique = (ids: readonly string[]): boolean => new Set(ids).size === ids.length
const index = (events: readonly Event[], type: Event['type']): number =>
  events.findIndex((event) => event.type === type)

describe('a batch, after any commands', () => {
  it('T2 never has more people seated than seats', () =>
    assertFor('T2', (events) => seatsBefore(events).every((seats) => seats.size <= 2), ['openBatch', 'runningBatch']))

  it('T8 has only seated people attend, be assessed and give feedback, once each', () =>
    assertFor('T8', (events) => {
      const seats = seatsBefore(events)
      const started = index(events, 'BatchStarted')
      return (
        unique(dataOf(events, 'AssessmentRecorded').map(({ traineeId }) => traineeId)) &&
        unique(dataOf(events, 'FeedbackGiven').map(({ traineeId }) => traineeId)) &&
        events.every(({ type, data }, at) => {
          if (type === 'SeatTaken') return started < 0 || at < started
          if (type === 'SessionDelivered') return data.present.every((id) => seats[at]?.has(id))
          if (type !== 'AssessmentRecorded' && type !== 'FeedbackGiven') return true
          return seats[at]?.has(data.traineeId) === true
        })
      )
    }))

  it('T14 delivers a session once, after the start and on its date, and cancels no delivered one', () =>
    assertFor(
      'T14',
      (events) => {
        const dates = new Map(dataOf(events, 'SessionScheduled').map(({ sessionId, date }) => [sessionId, date]))
        const delivered = dataOf(events, 'SessionDelivered')
        const cancelled = new Set(dataOf(events, 'SessionCancelled').map(({ sessionId }) => sessionId))
        return (
          unique(delivered.map(({ sessionId }) => sessionId)) &&
          delivered.every(({ sessionId, on }) => dates.get(sessionId) === on && !cancelled.has(sessionId)) &&
          (delivered.length === 0 || index(events, 'BatchStarted') < index(events, 'SessionDelivered'))
        )
      },
      ['runningBatch', 'taughtBatch'],
    ))

  it('T6 never uses a session id twice', () =>
    assertFor('T6', (events) => unique(dataOf(events, 'SessionScheduled').map(({ sessionId }) => sessionId))))

  it('T7 has all sessions within its dates', () =>
    assertFor('T7', (events) =>
      dataOf(events, 'SessionScheduled').every(({ date }) => '2018-03-19' <= date && date <= '2018-03-23'),
    ))

  it('T4 opens enrolment only if both gates passed after the last change of the schedule', () =>
    assertFor(
      'T4',
      (events) => {
        const opening = index(events, 'EnrolmentOpened')
        const before = events.slice(0, Math.max(opening, 0))
        const changed = before.findLastIndex(({ type }) => type === 'SessionScheduled' || type === 'SessionCancelled')
        const passed = (gate: string): boolean | undefined =>
          dataOf(before.slice(changed + 1), 'GateReviewed').findLast((review) => review.gate === gate)?.passed
        return opening < 0 || (passed('curriculum') === true && passed('mode') === true)
      },
      ['planned', 'schedule'],
    ))

  it('T5 starts with all three components, party spirit first', () =>
    assertFor('T5', (events) => {
      const started = index(events, 'BatchStarted')
      if (started < 0) return true
      const before = events.slice(0, started)
      const dropped = new Set(
        dataOf(before, 'SessionCancelled').flatMap(({ sessionId, reason }) => (reason === 'notHeld' ? [] : sessionId)),
      )
      const sessions = dataOf(before, 'SessionScheduled').filter(({ sessionId }) => !dropped.has(sessionId))
      const earliest = (component?: string): string =>
        sessions
          .filter((one) => component === undefined || one.component === component)
          .map(({ date }) => date)
          .sort()[0] ?? ''
      return new Set(sessions.map(({ component }) => component)).size === 3 && earliest() === earliest('partySpirit')
    }))

  it('G5 and T12 record nothing after the end', () => {
    const isLast = (events: readonly Event[]): boolean =>
      ['BatchClosed', 'BatchCancelled'].every((type) => {
        const at = events.findIndex((event) => event.type === type)
        return at < 0 || at === events.length - 1
      })
    assertFor('G5', isLast)
    assertFor('T12', isLast)
  })

  it('T13 is never cancelled after a delivery', () =>
    assertFor(
      'T13',
      (events) => dataOf(events, 'BatchCancelled').length === 0 || dataOf(events, 'SessionDelivered').length === 0,
      ['runningBatch', 'taughtBatch'],
    ))

  it('T9 and T10 closes with the results that follow from attendance and scores', () =>
    assertFor('T10', (events) => {
      const [closed] = dataOf(events, 'BatchClosed')
      if (closed === undefined) return true
      const deliveries = dataOf(events, 'SessionDelivered').map(({ sessionId, present, hours }) => {
        const attended = new Set<string>(present)
        for (const fix of dataOf(events, 'AttendanceCorrected').filter((one) => one.sessionId === sessionId))
          fix.present ? attended.add(fix.traineeId) : attended.delete(fix.traineeId)
        return { attended, hours }
      })
      const all = deliveries.reduce((sum, { hours }) => sum + hours, 0)
      const seats = seatsBefore(events).at(-1) ?? new Set()
      return (
        all > 0 &&
        closed.results.length === seats.size &&
        closed.results.every(({ traineeId, hours, attendance, score, completed }) => {
          const hoursPresent = deliveries.reduce(
            (sum, { attended, hours }) => sum + (attended.has(traineeId) ? hours : 0),
            0,
          )
          const scored = dataOf(events, 'AssessmentRecorded').find((one) => one.traineeId === traineeId)?.score
          const isCompleted = hoursPresent / all >= 0.8 && (scored === undefined || scored >= 60)
          return (
            hours === hoursPresent && attendance === hoursPresent / all && score === scored && completed === isCompleted
          )
        })
      )
    }))

  it('dates nothing before the plan, and records nothing for a repeat of the last accepted command', () => {
    fc.assert(
      fc.property(someRuns(), anyCommand, ({ when }, step) => {
        const { command, views } = step('2018-03-25')
        const first = when(command, views)
        if (E.isLeft(first.outcome)) return true
        const repeat = first.when(command, views)
        return (
          first.outcome.right.every(({ data }: AnyEvent) => data.on >= '2018-03-01') &&
          E.isRight(repeat.outcome) &&
          repeat.outcome.right.length === 0
        )
      }),
      { numRuns: 300 },
    )
  })

  it('decides without an exception after events in any order', () => {
    const someEvents = someRuns().chain(({ events }) => fc.shuffledSubarray([...events]))
    const views = {
      ...Batch.decider.absentViews,
      id: 'k1',
      recordedOn: day('2018-12-31'),
      revision: 1,
      byProcess: false,
      policy: policy(),
    }
    fc.assert(
      fc.property(someEvents, anyCommand, (events, step) => {
        const command = parseCommand(Batch.aggregate, step('2018-03-22').command)
        const state = events.reduce(Batch.decider.evolve, Batch.decider.initialState)
        const decision = decide(Batch.aggregate, command, state, views)
        return E.isLeft(decision) || Array.isArray(decision.right)
      }),
      { numRuns: 200 },
    )
  })
})
