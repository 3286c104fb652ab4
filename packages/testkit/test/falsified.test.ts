// A log in which one computed field was changed, hashes and all, does not pass `check` (rule G10).
import { domain } from '@skein/core'
import type { EventType } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyHistory, checkHistory, type HistoryEvent } from '../src/domain.js'

/** The fields of an event's data; those that take one of some values have them as `options`. */
const fieldsOf = ({ schema }: EventType): Readonly<Record<string, { readonly options?: readonly unknown[] }>> =>
  // sound: `event` makes the schema of every event, an object whose `data` is an object
  (schema as unknown as { shape: { data: { shape: Record<string, { options?: readonly unknown[] }> } } }).shape.data
    .shape

/** The fields of each event type that its command does not have, as `PovertyExited people`. */
const computedFields: readonly string[] = domain.aggregates.flatMap(({ events, commands }) =>
  Object.entries(events).flatMap(([type, eventType]) => {
    const given = Object.values(commands)
      .filter(({ records }) => records.includes(type))
      .flatMap((command) => Object.keys(command.schema.shape.data.shape))
    const known = new Set(given)
    return Object.keys(fieldsOf(eventType)).flatMap((field) => (known.has(field) ? [] : [`${type} ${field}`]))
  }),
)

const typeOf = (type: string): EventType | undefined => domain.aggregates.flatMap(({ events }) => events[type] ?? [])[0]

/** The same data with another value in a field, which fits the schema of the event; `undefined` where there is none. */
const falsified = (type: string, data: object, field: string): object | undefined => {
  const eventType = typeOf(type)
  const value: unknown = Reflect.get(data, field)
  const options = eventType && fieldsOf(eventType)[field]?.options
  return (options ?? otherValues(value))
    .filter((other) => other !== value)
    .map((other) => ({ ...data, [field]: other }))
    .find((changed) => eventType?.schema.safeParse({ type, data: changed }).success)
}

const otherValues = (value: unknown): readonly unknown[] => {
  if (typeof value === 'number') return [value + 1, value / 2]
  if (typeof value === 'boolean') return [!value]
  if (typeof value === 'string') return ['2017-12-31', 'practice', 'skills', `${value}-x`]
  return Array.isArray(value) && value.length > 0 ? [value.slice(1)] : []
}

/** The history with one value changed, for each computed field that it has. */
const falsifiedHistories = (history: readonly HistoryEvent[]): ReadonlyMap<string, readonly HistoryEvent[]> => {
  const histories = new Map<string, readonly HistoryEvent[]>()
  for (const [at, event] of history.entries()) {
    const { type, data } = event
    // sound: the data of an event is an object
    for (const field of Object.keys(data as object)) {
      const name = `${type} ${field}`
      if (histories.has(name) || !computedFields.includes(name)) continue
      const changed = falsified(type, data as object, field)
      if (changed !== undefined) histories.set(name, history.with(at, { ...event, data: changed }))
    }
  }
  return histories
}

/** A village that exits poverty, which generated histories never reach. */
const villageExit: readonly HistoryEvent[] = [
  ['division-532329', 'DivisionRegistered', { code: '532329', level: 'county', name: 'A county', on: '2017-01-01' }],
  [
    'division-532329104',
    'DivisionRegistered',
    { code: '532329104', level: 'township', name: 'A township', parent: '532329', on: '2017-01-01' },
  ],
  [
    'division-532329104207',
    'DivisionRegistered',
    { code: '532329104207', level: 'village', name: 'A village', parent: '532329104', on: '2017-01-01' },
  ],
  ['base-b1', 'BaseFounded', { baseId: 'b1', divisionCode: '532329104', name: 'A base', areaMu: 25, on: '2017-02-01' }],
  ['division-532329104207', 'DivisionClassified', { status: 'poor', baseId: 'b1', on: '2017-03-01' }],
  [
    'division-532329104207',
    'PovertyCounted',
    { population: 200, poorPeople: 2, source: 'counted', dateCertainty: 'exact', on: '2018-11-01' },
  ],
  [
    'division-532329104207',
    'DivisionClassified',
    { status: 'exited', baseId: 'b1', incidence: 0.01, limit: 0.03, on: '2018-12-01' },
  ],
].map(([stream, type, data]) => ({ stream, type, data }) as HistoryEvent)

it('every computed field, changed, is found by check', async () => {
  expect(await checkHistory(villageExit)).toEqual([])
  const found = new Map<string, readonly string[]>()
  for (const history of [villageExit, ...fc.sample(anyHistory(), { numRuns: 400, seed: 2018 })])
    for (const [name, changed] of falsifiedHistories(history)) {
      if (found.has(name)) continue
      const violations = await checkHistory(changed)
      found.set(
        name,
        violations.map(({ rule }) => rule),
      )
    }
  expect([...found.keys()].sort()).toEqual([...computedFields].sort())
  expect([...found].filter(([, rules]) => !rules.includes('G10'))).toEqual([])
})
