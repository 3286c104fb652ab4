// `decide` never throws: on the fold of any events that fit their schemas, for any command, whatever other streams hold.
import { domain } from '@skein/core'
import {
  type AnyCommand,
  type AnyEvent,
  type Day,
  day,
  decide,
  partsOf,
  streamOf,
  type ViewRequest,
} from '@skein/kernel'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { anyCommand, anyEventOf } from '../src/domain.js'
import { runs } from './runs.js'

const histories: Readonly<Record<string, fc.Arbitrary<readonly AnyEvent[]>>> = Object.fromEntries(
  domain.aggregates.map((aggregate) => [aggregate.name, fc.array(anyEventOf(aggregate), { maxLength: 12 })]),
)

/** What any other stream holds: for each aggregate one history, which every stream of it has. */
const others = fc.record(histories)
type Others = Readonly<Record<string, readonly AnyEvent[]>>

const shown = (events: Others) => {
  const states = new Map(
    domain.aggregates.map(({ name, decider }) => [
      name,
      (events[name] ?? []).reduce((state, event) => decider.evolve(state, event), decider.initialState),
    ]),
  )
  return ({ stream, view }: ViewRequest) => view(states.get(partsOf(stream).aggregate))
}

const isOne = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest => 'stream' in request

describe.each(domain.aggregates)('$name', (aggregate) => {
  const { decider, commands } = aggregate
  const given = fc.record({
    events: histories[aggregate.name] ?? fc.constant<readonly AnyEvent[]>([]),
    command: anyCommand(aggregate.name),
    others,
    recordedOn: fc.constantFrom<Day>(day('2018-06-01'), day('2030-12-31')),
    asks: fc.boolean(),
    claimedBy: fc.option(fc.constantFrom('t9', '__proto__'), { nil: undefined }),
  })

  it('decides on anything', () => {
    const answers = { accepted: 0, refused: 0 }
    fc.assert(
      fc.property(given, ({ events, command, others, recordedOn, asks, claimedBy }) => {
        const type = commands[command.type]
        if (type === undefined) throw new Error(`no command ${command.type}`)
        const parsed = type.schema.parse(command) as unknown as AnyCommand
        const state = events.reduce(
          (before: unknown, event: AnyEvent) => decider.evolve(before, event),
          decider.initialState,
        )
        const show = shown(others)
        const facts = Object.fromEntries(
          Object.entries(asks ? decider.views(parsed, state) : {}).map(([name, request]) => [
            name,
            isOne(request) ? show(request) : new Map([...request].map(([id, each]) => [id, show(each)])),
          ]),
        )
        const id = String(parsed.data[type.target])
        expect(streamOf(aggregate.name, id)).toContain(id)
        const answer = decide(aggregate, parsed, state, {
          ...decider.absentViews,
          ...facts,
          id,
          recordedOn,
          ...(claimedBy && { claimedBy }),
        })
        if (E.isRight(answer)) {
          answers.accepted += 1
          for (const event of answer.right)
            expect(aggregate.events[event.type]?.schema.safeParse(event).error).toBeUndefined()
        } else {
          answers.refused += 1
          expect(answer.left.message.en).not.toBe('')
          expect(answer.left.evidence).toBeTypeOf('object')
        }
      }),
      { numRuns: runs * 2 },
    )
    // it was asked about something
    expect(answers.refused).toBeGreaterThan(0)
  })

  it('every rule can be asked of any event, whatever the rules before it would have said', () => {
    // as `check` asks them: all of them, of a log that no rule may have seen
    const asked = fc.record({
      events: histories[aggregate.name] ?? fc.constant([]),
      event: anyEventOf(aggregate),
      others,
    })
    let broken = 0
    fc.assert(
      fc.property(asked, fc.boolean(), ({ events, event, others }, asks) => {
        const state = events.reduce(
          (before: unknown, each: AnyEvent) => decider.evolve(before, each),
          decider.initialState,
        )
        const recorder = Object.entries(commands).find(([, { records }]) => records.includes(event.type))
        const id = 't1'
        const show = shown(others)
        const command = recorder && {
          type: recorder[0],
          data: { ...event.data, [recorder[1].target]: id, on: event.data.on },
        }
        const facts = Object.fromEntries(
          Object.entries(asks && command ? decider.views(command, state) : {}).map(([name, request]) => [
            name,
            isOne(request) ? show(request) : new Map([...request].map(([key, each]) => [key, show(each)])),
          ]),
        )
        for (const rule of aggregate.rules) {
          if (!rule.on.includes(event.type)) continue
          const evidence = rule.breach(event, state, {
            ...decider.absentViews,
            ...facts,
            id,
            recordedOn: day('2030-12-31'),
          })
          if (evidence === undefined) continue
          broken += 1
          expect(Object.keys(evidence), rule.id).not.toEqual([])
          for (const value of Object.values(evidence)) expect(value, rule.id).not.toBeUndefined()
        }
      }),
      { numRuns: runs * 2 },
    )
    expect(broken).toBeGreaterThan(0)
  })

  it('says in both languages what each rule asks, and where it comes from', () => {
    for (const { id, title, basis, on } of aggregate.rules) {
      expect(title.en, id).toMatch(/\.$/)
      expect(title.zh, id).toMatch(/。$/)
      expect(basis, id).toMatch(/^(article|law|own): /)
      for (const type of on) expect(aggregate.events, id).toHaveProperty(type)
    }
  })

  it('passes over events that it does not know', () => {
    const strange: AnyEvent = { type: 'SomethingElse', data: { on: day('2018-01-01') } }
    for (const type of ['SomethingElse', 'constructor', '__proto__'])
      expect(decider.evolve(decider.initialState, { ...strange, type })).toMatchObject({})
  })
})
