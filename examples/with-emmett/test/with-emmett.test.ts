import { getInMemoryEventStore } from '@event-driven-io/emmett'
import { type CommandInput, domain } from '@skein/core'
import { codecOf, createRuntime, openMemory } from '@skein/engine'
import { type AnyEvent, day } from '@skein/kernel'
import { simulate } from '@skein/simulator'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { emmettHandler } from '../src/index.js'

const handle = emmettHandler(domain)
const today = day('2018-06-11')
const on = '2018-06-11'
const county: CommandInput = {
  type: 'RegisterDivision',
  data: { code: '990001', level: 'county', name: 'a county', on },
}

describe('a decider of ours in Emmett', () => {
  test('appends its events to the stream of the command’s target', async () => {
    const store = getInMemoryEventStore()
    expect(await handle(store, county, { today })).toMatchObject(E.right([{ type: 'DivisionRegistered' }]))
    const { events } = await store.readStream('division-990001')
    expect(events.map(({ type, data }) => ({ type, data }))).toMatchObject([
      { type: 'DivisionRegistered', data: { code: '990001' } },
    ])
  })

  test('returns the rejection of a rule and appends nothing', async () => {
    const store = getInMemoryEventStore()
    const village: CommandInput = {
      type: 'RegisterDivision',
      data: { code: '990001101', level: 'township', name: 'a township', parent: '990001', on },
    }
    const refused = await handle(store, village, { today })
    expect(E.isLeft(refused) && refused.left.rule).toBe('G7')
    expect((await store.readStream('division-990001101')).events).toEqual([])
  })

  test('appends nothing for a redundant command', async () => {
    const store = getInMemoryEventStore()
    await handle(store, county, { today })
    expect(await handle(store, county, { today })).toEqual(E.right([]))
  })

  test('throws for an invalid command', async () => {
    await expect(handle(getInMemoryEventStore(), { type: 'Nonsense' }, { today })).rejects.toThrow(TypeError)
    await expect(handle(getInMemoryEventStore(), { type: 'RegisterDivision' }, { today })).rejects.toThrow('data')
  })
})

const divisions = [
  { code: '990001', name: 'a county', level: 'county' },
  { code: '990001101', name: 'a township', level: 'township', parent: '990001' },
  { code: '990001101201', name: 'a village', level: 'village', parent: '990001101' },
] as const

/** The events of a stream, without what our engine encrypts. */
const withoutPersonalData = (events: readonly { readonly type: string; readonly data: unknown }[]): unknown =>
  JSON.parse(
    JSON.stringify(
      events.map(({ type, data }) => ({
        type,
        data: Object.assign({}, data, { personal: undefined, note: undefined }),
      })),
    ),
  )

test('a simulated programme gives the same events as in our own engine', { timeout: 60_000 }, async () => {
  const storage = openMemory()
  let now = ''
  const runtime = createRuntime(domain, storage, { clock: () => new Date(now) })
  const store = getInMemoryEventStore()
  let refused = 0
  for (const { at, command, commandId, actor } of simulate({ seed: 7, divisions, trainees: 40, months: 9 })) {
    now = at
    const ours = await runtime.execute(command, { commandId, actor })()
    // nine in the morning in UTC+8 is the same day
    const theirs = await handle(store, command, { today: day(at.slice(0, 10)) })
    expect(E.isRight(theirs)).toBe(E.isRight(ours))
    if (E.isLeft(theirs)) refused += 1
  }
  const { decode } = codecOf(domain)
  const streams = new Map<string, AnyEvent[]>()
  for await (const page of storage.events.readAll())
    for (const event of page) streams.set(event.stream, [...(streams.get(event.stream) ?? []), decode(event)])
  expect(streams.size).toBeGreaterThan(50)
  expect(refused).toBeGreaterThan(0)
  for (const [stream, ours] of streams) {
    const { events } = await store.readStream(stream)
    expect(withoutPersonalData(events), stream).toEqual(withoutPersonalData(ours))
  }
})
