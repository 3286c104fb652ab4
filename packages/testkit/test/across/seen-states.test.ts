// What an aggregate says that its decisions see of other streams is all that its views of these show.
import { domain } from '@skein/core'
import { type AnyAggregate, day, isSame, partsOf, type ViewRequest, type ViewRequests } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { generatedHistory } from '../../src/domain/generated-history.js'
import { World } from '../../src/domain/world.js'
import { runs } from '../runs.js'
import { scenario } from './programme.js'

let compared = 0

/** An aggregate whose views are compared with those of earlier states of the same stream that are said to show the same. */
const watched = (aggregate: AnyAggregate): AnyAggregate => {
  const { sees, decider } = aggregate
  if (sees === undefined) return aggregate
  const states = new Map<string, { readonly seen: unknown; readonly state: unknown }[]>()
  const checked = (request: ViewRequest): ViewRequest => {
    // sound: it takes the states of that aggregate
    const show = sees[partsOf(request.stream).aggregate] as ((state: unknown) => unknown) | undefined
    if (show === undefined) return request
    const known = states.get(request.stream) ?? []
    states.set(request.stream, known)
    return {
      ...request,
      view: (state) => {
        const view = request.view(state)
        const seen = show(state)
        const earlier = known.find((one) => isSame(one.seen, seen))
        if (earlier === undefined) known.push({ seen, state })
        else if (earlier.state !== state) {
          compared += 1
          if (!isSame(view, request.view(earlier.state)))
            throw new Error(`${aggregate.name} sees more of ${request.stream} than it says`)
        }
        return view
      },
    }
  }
  const views: typeof decider.views = (command, state): ViewRequests =>
    Object.fromEntries(
      Object.entries(decider.views(command, state)).map(([name, request]) => [
        name,
        'stream' in request ? checked(request) : new Map([...request].map(([key, each]) => [key, checked(each)])),
      ]),
    )
  return { ...aggregate, decider: { ...decider, views } }
}

it('in a generated history', () => {
  fc.assert(
    fc.property(generatedHistory(), ({ from, commands }) => {
      const world = new World({ ...domain, aggregates: domain.aggregates.map(watched) }, day('2030-12-31'))
      for (const command of [...scenario.commandsUntil(from), ...commands]) {
        world.execute(command)
        world.settle()
      }
    }),
    { numRuns: Math.ceil(runs / 4) },
  )
  expect(compared).toBeGreaterThan(0)
})
