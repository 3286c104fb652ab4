// No view depends on events that an aggregate declares as internal: whoever read one never has to decide again for them.
import { domain } from '@skein/core'
import { type AnyAggregate, type AnyEvent, day, isSame, type ViewRequest, type ViewRequests } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generatedHistory } from '../../src/domain/generated-history.js'
import { World } from '../../src/domain/world.js'
import { runs } from '../runs.js'
import { scenario } from './programme.js'

/** Each state as it would be without internal events. */
const withoutInternal = new WeakMap<object, unknown>()
const asSeen = (state: unknown): unknown =>
  typeof state === 'object' && state !== null ? (withoutInternal.get(state) ?? state) : state
let compared = 0

const watched = (aggregate: AnyAggregate): AnyAggregate => {
  const { decider, events } = aggregate
  const evolve = (state: unknown, event: AnyEvent): unknown => {
    const next = decider.evolve(state, event)
    const seen = events[event.type]?.internal === true ? asSeen(state) : decider.evolve(asSeen(state), event)
    if (typeof next === 'object' && next !== null) withoutInternal.set(next, seen)
    return next
  }
  const views: typeof decider.views = (command, state) => checked(decider.views(command, state))
  return { ...aggregate, decider: { ...decider, evolve, views } }
}

const checkedOne = (request: ViewRequest): ViewRequest => ({
  ...request,
  view: (state) => {
    const view = request.view(state)
    if (asSeen(state) !== state) compared += 1
    if (!isSame(view, request.view(asSeen(state)))) throw new Error(`a view of ${request.stream} shows internal events`)
    return view
  },
})

const checked = (requests: ViewRequests): ViewRequests =>
  Object.fromEntries(
    Object.entries(requests).map(([name, request]) => [
      name,
      'stream' in request ? checkedOne(request) : new Map([...request].map(([key, each]) => [key, checkedOne(each)])),
    ]),
  )

it('are shown by no view of a generated history', () => {
  const watchedDomain = {
    ...domain,
    aggregates: domain.aggregates.map(watched),
    processes: domain.processes.map((process) => ({
      ...process,
      views: (cause: Parameters<NonNullable<typeof process.views>>[0]) => checked(process.views?.(cause) ?? {}),
    })),
  }
  fc.assert(
    fc.property(generatedHistory(), ({ from, commands }) => {
      const world = new World(watchedDomain, day('2030-12-31'))
      for (const command of [...scenario.commandsUntil(from), ...commands]) {
        world.execute(command)
        world.settle()
      }
    }),
    { numRuns: Math.ceil(runs / 4) },
  )
  expect(compared).toBeGreaterThan(0)
})
