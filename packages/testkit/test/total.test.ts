// `decide` and the rules are total: they never throw, on any state, for any command or event, whatever they view.
import { domain } from '@skein/core'
import {
  type AnyAggregate,
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

/** Any events of an aggregate, whether or not they could follow each other. */
const histories = new Map(
  domain.aggregates.map((aggregate) => [aggregate.name, fc.array(anyEventOf(aggregate), { maxLength: 12 })]),
)
const historyOf = (aggregate: string) => histories.get(aggregate) ?? fc.constant<readonly AnyEvent[]>([])

const foldOf = ({ decider }: AnyAggregate, events: readonly AnyEvent[]): unknown =>
  events.reduce((state, event) => decider.evolve(state, event), decider.initialState)

/** Views of other streams: all streams of an aggregate have one history, generated when the first of them is viewed. */
const viewsIn = (generate: fc.GeneratorValue) => {
  const states = new Map<string, unknown>()
  const stateOf = (name: string): unknown => {
    const aggregate = domain.aggregates.find((each) => each.name === name)
    if (aggregate === undefined) throw new Error(`a view of the unknown aggregate ${name}`)
    if (!states.has(name)) states.set(name, foldOf(aggregate, generate(historyOf, name)))
    return states.get(name)
  }
  return ({ stream, view }: ViewRequest) => view(stateOf(partsOf(stream).aggregate))
}

const isOne = (request: ViewRequest | ReadonlyMap<string, ViewRequest>): request is ViewRequest => 'stream' in request

/** The views that a decision asks for. */
const requestedViews = (
  { decider }: AnyAggregate,
  command: AnyCommand,
  state: unknown,
  read: (request: ViewRequest) => unknown,
) =>
  Object.fromEntries(
    Object.entries(decider.views(command, state)).map(([name, request]) => [
      name,
      isOne(request) ? read(request) : new Map([...request].map(([id, each]) => [id, read(each)])),
    ]),
  )

describe.each(domain.aggregates)('$name', (aggregate) => {
  const { decider, commands } = aggregate
  const decision = fc.record({
    events: historyOf(aggregate.name),
    command: anyCommand({ aggregate: aggregate.name }),
    recordedOn: fc.constantFrom<Day>(day('2018-06-01'), day('2030-12-31')),
    hasViews: fc.boolean(),
    claimedBy: fc.option(fc.constantFrom('t9', '__proto__'), { nil: undefined }),
  })

  it('decides any command in any state', () => {
    let rejected = 0
    fc.assert(
      fc.property(decision, fc.gen(), ({ events, command, recordedOn, hasViews, claimedBy }, generate) => {
        const type = commands[command.type]
        if (type === undefined) throw new Error(`no command ${command.type}`)
        // sound: a command's schema gives its type, and data with a day and the target's id
        const parsed = type.schema.parse(command) as unknown as AnyCommand
        const state = foldOf(aggregate, events)
        const id = String(parsed.data[type.target])
        expect(streamOf(aggregate.name, id)).toContain(id)
        const result = decide(aggregate, parsed, state, {
          ...decider.absentViews,
          ...(hasViews && requestedViews(aggregate, parsed, state, viewsIn(generate))),
          id,
          recordedOn,
          revision: events.length,
          byProcess: false,
          ...(claimedBy && { claimedBy }),
        })
        if (E.isRight(result)) {
          for (const event of result.right)
            expect(aggregate.events[event.type]?.schema.safeParse(event).error).toBeUndefined()
        } else {
          rejected += 1
          expect(result.left.message.en).not.toBe('')
          expect(result.left.evidence).toBeTypeOf('object')
        }
      }),
      { numRuns: runs * 2 },
    )
    expect(rejected).toBeGreaterThan(0)
  })

  // as `check` does for a log that was never decided by these rules
  it('judges any event in any state by every rule, and gives evidence for each breach', () => {
    let broken = 0
    fc.assert(
      fc.property(
        historyOf(aggregate.name),
        anyEventOf(aggregate),
        fc.boolean(),
        fc.gen(),
        (events, event, hasViews, generate) => {
          const state = foldOf(aggregate, events)
          const recorder = Object.entries(commands).find(([, { records }]) => records.includes(event.type))
          const id = 't1'
          const command = recorder && {
            type: recorder[0],
            data: { ...event.data, [recorder[1].target]: id, on: event.data.on },
          }
          const views = {
            ...decider.absentViews,
            ...(hasViews && command && requestedViews(aggregate, command, state, viewsIn(generate))),
            id,
            recordedOn: day('2030-12-31'),
          }
          for (const rule of aggregate.rules) {
            if (!rule.on.includes(event.type)) continue
            const evidence = rule.breach(event, state, views)
            if (evidence === undefined) continue
            broken += 1
            expect(Object.keys(evidence), rule.id).not.toEqual([])
            for (const value of Object.values(evidence)) expect(value, rule.id).not.toBeUndefined()
          }
        },
      ),
      { numRuns: runs * 2 },
    )
    expect(broken).toBeGreaterThan(0)
  })

  it('has a title in both languages, a basis and known event types for each rule', () => {
    for (const { id, title, basis, on } of aggregate.rules) {
      expect(title.en, id).toMatch(/\.$/)
      expect(title.zh, id).toMatch(/。$/)
      expect(basis, id).toMatch(/^(article|law|own): /)
      for (const type of on) expect(aggregate.events, id).toHaveProperty(type)
    }
  })

  it('ignores events of unknown types', () => {
    const unknown: AnyEvent = { type: 'SomethingElse', data: { on: day('2018-01-01') } }
    for (const type of ['SomethingElse', 'constructor', '__proto__'])
      expect(decider.evolve(decider.initialState, { ...unknown, type })).toMatchObject({})
  })
})
