import { day } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testAggregateProperties } from '../../test/aggregate-properties.js'
import { given } from '../../test/given.js'
import { runCommands } from '../../test/run-commands.js'
import { aggregate, content, noContent, stream } from './index.js'

const offered = {
  type: 'CourseOffered',
  data: {
    courseId: 'c1',
    baseId: 'b1',
    title: 'Morels from spore to sale',
    kind: 'handsOn',
    component: 'skills',
    subject: 'morels',
    hours: 3,
    addresses: ['skills', 'marketAccess'],
    on: '2018-02-01',
  },
}
const offering = (changes: object = {}) => ({ type: 'OfferCourse', data: { ...offered.data, ...changes } })
const revise = (changes: object) => ({ type: 'ReviseCourse', data: { courseId: 'c1', on: '2018-02-10', ...changes } })
const withdraw = (reason = 'outOfSeason', on = '2018-02-20') => ({
  type: 'WithdrawCourse',
  data: { courseId: 'c1', reason, on },
})
const founded = { base: { foundedOn: day('2017-01-01') } }

describe('a course', () => {
  test('has a view of its content, as revised since', () => {
    const { state } = given(aggregate, offered).when(revise({ hours: 4.5, addresses: ['ideas'] }))
    expect(content(state)).toEqual({
      offeredOn: '2018-02-01',
      baseId: 'b1',
      subject: 'morels',
      component: 'skills',
      kind: 'handsOn',
      hours: 4.5,
      addresses: ['ideas'],
    })
    expect(noContent).toEqual({ addresses: [] })
    expect(stream('c1')).toBe('course-c1')
  })

  test('has the day of its withdrawal in that view', () => {
    expect(content(given(aggregate, offered).when(withdraw()).state)).toMatchObject({ withdrawnOn: '2018-02-20' })
  })

  test('G7 refuses a revision without fields, and a revision keeps fields that a revision leaves out', () => {
    expect(given(aggregate, offered).when(revise({})).evidence).toEqual({ command: 'ReviseCourse' })
    const { state } = given(aggregate, offered).when(revise({ title: 'Morels' }))
    expect(state.offered).toMatchObject({ title: 'Morels', hours: 3, addresses: ['skills', 'marketAccess'] })
  })

  test('records a revision back to an earlier value', () => {
    const { events } = given(aggregate, offered)
      .when(revise({ hours: 4 }))
      .when(revise({ hours: 5 }))
      .when(revise({ hours: 4 }))
    expect(events).toEqual([{ type: 'CourseRevised', data: { hours: 4, on: '2018-02-10' } }])
  })

  test('G6 is offered once, before any other event', () => {
    expect(given(aggregate).when(revise({ hours: 4 })).rule).toBe('G6')
    expect(given(aggregate, offered).when(offering({ subject: 'goats' }), founded).rule).toBe('G6')
    expect(
      given(aggregate, offered)
        .when(withdraw())
        .when(offering({ hours: 5 }), founded).rule,
    ).toBe('G6')
  })

  test('G7 requires an existing base', () => {
    expect(given(aggregate).when(offering()).rule).toBe('G7')
    expect(given(aggregate).when(offering()).evidence).toEqual({ baseId: 'b1', founded: false })
  })

  test('G5 refuses everything after its withdrawal', () => {
    const withdrawn = given(aggregate, offered).when(withdraw())
    expect(withdrawn.when(revise({ hours: 4, on: '2018-03-01' })).rule).toBe('G5')
    expect(withdrawn.when(withdraw('noTeacher')).evidence).toEqual({
      event: 'CourseWithdrawn',
      withdrawnOn: '2018-02-20',
    })
    expect(withdrawn.when(withdraw()).events).toEqual([])
    expect(withdrawn.when(withdraw('outOfSeason', '2018-03-01')).rule).toBe('G5')
  })

  test('G6 refuses what is dated before the offer, G8 a withdrawal before a revision, G3 a day in the future', () => {
    expect(given(aggregate, offered).when(revise({ hours: 4, on: '2018-01-31' })).evidence).toEqual({
      event: 'CourseRevised',
      opensWith: 'CourseOffered',
    })
    const revised = given(aggregate, offered).when(revise({ hours: 4, on: '2018-03-01' }))
    expect(revised.when(withdraw()).rule).toBe('G8')
    expect(revised.when(withdraw()).evidence).toMatchObject({ event: 'CourseRevised', on: '2018-03-01', rule: 'G5' })
    expect(given(aggregate, offered).when(withdraw('x', '2018-02-02'), { recordedOn: day('2018-02-01') }).rule).toBe(
      'G3',
    )
  })

  test('C1 requires a need gap in an offer and in a revision', () => {
    expect(given(aggregate).when(offering({ addresses: [] }), founded).rule).toBe('C1')
    expect(given(aggregate).when(offering({ addresses: [] }), founded).evidence).toEqual({ addresses: 0, required: 1 })
    expect(given(aggregate, offered).when(revise({ addresses: [] })).rule).toBe('C1')
  })

  const someAddresses = fc.subarray(['ideas', 'skills', 'capital', 'marketAccess'])
  const someCommands = fc.array(
    fc.oneof(
      someAddresses.map((addresses) => offering({ addresses })),
      fc
        .record(
          { addresses: someAddresses, hours: fc.constantFrom(2, 3), title: fc.constantFrom('a', 'b') },
          { requiredKeys: [] },
        )
        .map(revise),
      { weight: 1, arbitrary: fc.constantFrom(withdraw(), withdraw('noTeacher')) },
    ),
    { minLength: 1, maxLength: 15 },
  )
  const stepsOf = (commands: readonly unknown[]) => commands.map((command) => ({ command, views: founded }))

  test('C1 holds after any commands', () => {
    let refused = 0
    const runs = 300
    fc.assert(
      fc.property(someCommands, (commands) => {
        const { refusals, state } = runCommands(aggregate, stepsOf(commands))
        if (refusals.includes('C1')) refused++
        expect(state.offered === undefined || state.offered.addresses.length > 0).toBe(true)
      }),
      { numRuns: runs },
    )
    expect(refused).toBeGreaterThanOrEqual(runs / 10)
  })

  testAggregateProperties(aggregate, someCommands.map(stepsOf))
})
