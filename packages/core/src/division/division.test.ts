import { day } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { testAggregateProperties } from '../../test/aggregate-properties.js'
import { given } from '../../test/given.js'
import { runCommands } from '../../test/run-commands.js'
import { chadian2018 } from '../policy/policy.js'
import { absent, aggregate, existence, stream } from './index.js'

const code = '532329102001'
const village = { code, level: 'village', name: 'a village', parent: '532329102', on: '2013-01-01' }
const registered = { type: 'DivisionRegistered', data: village }
const register = (changes: object = {}) => ({ type: 'RegisterDivision', data: { ...village, ...changes } })
const classify = (status: string, changes: object = {}) => ({
  type: 'ClassifyDivision',
  data: { code, status, on: '2018-12-01', ...changes },
})
const classified = (status: string) => ({ type: 'DivisionClassified', data: { status, on: '2014-01-01' } })
const figures = (poorPeople: number, population: number, on: string) => ({
  population,
  poorPeople,
  source: 'counted',
  dateCertainty: 'exact',
  on,
})
const count = (poorPeople: number, population: number, on = '2018-06-01') => ({
  type: 'CountPoverty',
  data: { code, ...figures(poorPeople, population, on) },
})
const counted = (poorPeople: number, population: number, on = '2018-06-01') => ({
  type: 'PovertyCounted',
  data: figures(poorPeople, population, on),
})
const willing = (people: number) => ({ type: 'CountWilling', data: { code, people, on: '2018-03-01' } })

const parent = { parent: { registeredOn: day('2012-01-01'), level: 'township' as const } }
const serving = (divisionCode: string) => ({
  base: { foundedOn: day('2017-01-01'), divisionCode },
  policy: { version: 1, policy: { ...chadian2018, villageExitIncidence: 0.03 } },
})
const exit = classify('exited', { baseId: 'b1' })

describe('a division', () => {
  test('has a view of its registration', () => {
    expect(absent).toEqual({})
    expect(existence(given(aggregate, registered).state)).toEqual({
      registeredOn: '2013-01-01',
      level: 'village',
      parent: '532329102',
    })
    expect(stream('532329')).toBe('division-532329')
  })

  test('needs no parent', () => {
    const county = {
      type: 'RegisterDivision',
      data: { code: '532329', level: 'county', name: 'a county', on: '2012-01-01' },
    }
    expect(given(aggregate).when(county).events).toHaveLength(1)
  })

  test('G6 is registered once, before any other event', () => {
    expect(given(aggregate).when(count(1, 10)).rule).toBe('G6')
    expect(given(aggregate, registered).when(register({ name: 'another' }), parent).rule).toBe('G6')
  })

  test('G7 requires a registered parent, and a code and level that fit it', () => {
    expect(given(aggregate).when(register()).evidence).toEqual({ parent: '532329102', registered: false })
    expect(given(aggregate).when(register({ level: 'township' }), parent).evidence).toMatchObject({
      digits: 12,
      expectedDigits: 9,
    })
    for (const wrong of ['532329', '532329103', code])
      expect(given(aggregate).when(register({ parent: wrong }), parent).evidence).toMatchObject({
        parent: wrong,
        nests: false,
      })
    expect(given(aggregate).when(register(), parent).events).toHaveLength(1)
  })

  test('G7 requires an existing base in a classification', () => {
    expect(given(aggregate, registered).when(classify('poor', { baseId: 'b9' })).evidence).toEqual({
      baseId: 'b9',
      founded: false,
    })
  })

  test('G6 refuses what is dated before the registration, X4 an exit before the count, G3 a day in the future', () => {
    expect(given(aggregate, registered).when(count(1, 10, '2012-12-31')).evidence).toEqual({
      event: 'PovertyCounted',
      opensWith: 'DivisionRegistered',
    })
    const poor = given(aggregate, registered, classified('poor'), counted(1, 100, '2018-12-02'))
    expect(poor.when(exit, serving(code)).rule).toBe('X4')
    expect(given(aggregate, registered).when(count(1, 10), { recordedOn: day('2018-05-31') }).rule).toBe('G3')
  })

  test('records the incidence and the limit of an exit', () => {
    const poor = given(aggregate, registered, classified('deeplyPoor'), counted(2, 100))
    for (const base of [code, '532329102', '532329'])
      expect(poor.when(exit, serving(base)).events).toEqual([
        {
          type: 'DivisionClassified',
          data: { status: 'exited', baseId: 'b1', incidence: 0.02, limit: 0.03, on: '2018-12-01' },
        },
      ])
  })

  test('records any other classification, also of an earlier day', () => {
    const late = given(aggregate, registered, classified('poor'), counted(2, 100, '2019-01-01'))
    expect(late.when(classify('deeplyPoor', { on: '2013-06-01' })).events).toEqual([
      { type: 'DivisionClassified', data: { status: 'deeplyPoor', on: '2013-06-01' } },
    ])
    expect(late.when(count(3, 100, '2013-06-01')).events).toHaveLength(1)
  })

  test('lets a township stop being poor without an exit', () => {
    const data = { code: '532329102', level: 'township', name: 'a township', on: '2013-01-01' }
    const poor = given(aggregate, { type: 'DivisionRegistered', data }, classified('poor'))
    expect(poor.when(classify('notPoor', { code: '532329102' })).events).toHaveLength(1)
  })

  test('X4 compares the count of the latest day, and of that day the last one', () => {
    const poor = [registered, classified('poor'), counted(9, 100, '2017-06-01'), counted(1, 100)]
    expect(given(aggregate, ...poor).when(exit, serving(code)).events).toHaveLength(1)
    expect(given(aggregate, ...poor, counted(5, 100)).when(exit, serving(code)).rule).toBe('X4')
  })

  test('X4 refuses an exit at the limit', () => {
    const poor = given(aggregate, registered, classified('poor'), counted(3, 100), counted(1, 100, '2016-06-01'))
    expect(poor.when(exit, serving(code)).rule).toBe('X4')
    expect(poor.when(exit, serving(code)).evidence).toEqual({
      poorPeople: 3,
      population: 100,
      incidence: 0.03,
      limit: 0.03,
    })
  })

  test('X4 refuses an exit without a count', () => {
    const poor = given(aggregate, registered, classified('poor'))
    expect(poor.when(exit, serving(code)).evidence).toMatchObject({ incidence: null, limit: 0.03 })
    expect(given(aggregate, registered, classified('poor'), counted(0, 0)).when(exit, serving(code)).rule).toBe('X4')
  })

  test('X4 requires a base that serves the village', () => {
    const poor = given(aggregate, registered, classified('poor'), counted(1, 100))
    expect(poor.when(exit, serving('532329103')).evidence).toEqual({ code, baseId: 'b1', baseServes: '532329103' })
    expect(poor.when(classify('exited')).evidence).toEqual({ baseId: null })
  })

  test('X4 lets only a poor village exit, and leave poverty in no other way', () => {
    expect(given(aggregate, registered, counted(1, 100)).when(exit, serving(code)).evidence).toEqual({
      status: 'exited',
      was: null,
    })
    const poor = given(aggregate, registered, classified('poor'))
    expect(poor.when(classify('notPoor')).evidence).toEqual({ status: 'notPoor', was: 'poor', leavesAs: 'exited' })
    expect(poor.when(classify('deeplyPoor')).events).toHaveLength(1)
    const township = {
      ...registered,
      data: { code: '532329102', level: 'township', name: 'a township', on: '2013-01-01' },
    }
    const exitTownship = {
      type: 'ClassifyDivision',
      data: { code: '532329102', status: 'exited', baseId: 'b1', on: '2018-12-01' },
    }
    expect(given(aggregate, township).when(exitTownship, serving('532329102')).evidence).toEqual({
      level: 'township',
      expected: 'village',
    })
  })

  test('X5 requires a number of poor people between 0 and the population', () => {
    expect(given(aggregate, registered).when(count(11, 10)).rule).toBe('X5')
    expect(given(aggregate, registered).when(count(-1, 10)).evidence).toEqual({ poorPeople: -1, population: 10 })
    expect(given(aggregate, registered).when(count(10, 10)).events).toHaveLength(1)
  })

  const someDay = fc.constantFrom('2017-02-01', '2017-06-01', '2018-06-01')
  const someCounts = fc
    .tuple(fc.integer({ min: -1, max: 6 }), fc.constantFrom(0, 5, 100), someDay)
    .map((args) => count(...args))
  const someCommands = fc.array(
    fc.oneof(
      someCounts,
      fc.constantFrom(classify('poor'), classify('deeplyPoor'), classify('notPoor'), exit, classify('exited')),
      fc.nat(3).map(willing),
    ),
    { minLength: 2, maxLength: 20 },
  )
  const stepsOf = (commands: readonly unknown[]) => [
    { command: register(), views: parent },
    ...commands.map((command) => ({ command, views: serving('532329102') })),
  ]

  test('X4 and X5 hold after any commands', () => {
    const refused = { X4: 0, X5: 0 }
    const runs = 300
    fc.assert(
      fc.property(someCommands, (commands) => {
        const { events, refusals, contradictions } = runCommands(aggregate, stepsOf(commands))
        if (refusals.includes('X4')) refused.X4++
        if (refusals.includes('X5')) refused.X5++
        for (const { type, data } of events)
          if (type === 'PovertyCounted') expect(data.poorPeople >= 0 && data.poorPeople <= data.population).toBe(true)
        // an exit that was permitted stands, with a contradiction, after a count for an earlier day
        if (contradictions.includes('X4')) return
        for (const { type, data } of events) {
          if (type === 'DivisionClassified' && data.status === 'exited') expect(data.incidence).toBeLessThan(0.03)
        }
        const statuses = events.flatMap(({ type, data }) => (type === 'DivisionClassified' ? [data.status] : []))
        statuses.forEach((status, i) => {
          const was = statuses[i - 1] ?? 'notPoor'
          if (status === 'exited') expect(['poor', 'deeplyPoor']).toContain(was)
          if (status === 'notPoor') expect(['notPoor', 'exited']).toContain(was)
        })
      }),
      { numRuns: runs },
    )
    expect(refused.X4).toBeGreaterThanOrEqual(runs / 10)
    expect(refused.X5).toBeGreaterThanOrEqual(runs / 10)
  })

  testAggregateProperties(aggregate, someCommands.map(stepsOf))
})
