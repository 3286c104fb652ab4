// What is found to differ between two histories, compared with what each point sees of both.
import { type AnyAggregate, day, type HistoryEntry, isSame, isSeenFrom, type Point, seenEntries } from '@skein/kernel'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { firstDifference } from '../src/history/first-difference.js'
import { stateAfter } from '../src/history/fold.js'

interface State {
  readonly last: number
  readonly hidden: number
}

const aggregate = {
  name: 'toy',
  decider: {
    initialState: { last: 0, hidden: 0 },
    // what is hidden is shown by a later event
    evolve: ({ hidden }: State, { type, data }: { type: string; data: { n?: number } }): State =>
      type === 'Hidden' ? { last: 0, hidden: data.n ?? 0 } : { last: hidden + (data.n ?? 0), hidden },
  },
  // sound: nothing else of it is used
} as unknown as AnyAggregate
const show = (state: unknown): unknown => (state as State).last

const days = ['2018-01-01', '2018-01-02', '2018-01-03'].map(day)
const somePlace = fc.nat(3).map((at) => ({ at: `2018-02-0${at + 1}T00:00:00Z`, id: 'c', entry: 0, depth: 0 }))
const someEntries = fc
  .uniqueArray(
    fc.record({
      on: fc.constantFrom(...days),
      rank: fc.constantFrom(-1, 0, 1),
      place: somePlace,
      origin: fc.nat(30),
      type: fc.constantFrom('Hidden', 'Shown'),
      n: fc.nat(2),
    }),
    { selector: ({ origin }) => origin, maxLength: 8 },
  )
  .map((entries) =>
    entries
      .toSorted(
        (a, b) =>
          a.on.localeCompare(b.on) || a.rank - b.rank || a.place.at.localeCompare(b.place.at) || a.origin - b.origin,
      )
      .map(({ type, n, ...point }): HistoryEntry => {
        const data = { on: point.on, n }
        return {
          id: `e${point.origin}`,
          eventIds: [],
          revision: point.origin,
          events: [{ type, data }],
          // sound: ranks are -1, 0 and 1
          point: point as Point,
          contradictedBy: [],
        }
      }),
  )

it('no point that lies before it sees a difference, and none at all sees one where there is none', () => {
  let found = 0
  fc.assert(
    fc.property(someEntries, fc.infiniteStream(fc.boolean()), fc.infiniteStream(fc.boolean()), (all, was, is) => {
      const before = all.filter(() => was.next().value)
      const now = all.filter(() => is.next().value)
      const from = firstDifference(aggregate, 'toy-1', { before, now }, show)
      if (from !== undefined) found += 1
      const isSameFrom = (point: Pick<Point, 'on' | 'place'>): boolean => {
        const [a, b] = [before, now].map((entries) =>
          stateAfter(
            aggregate,
            'toy-1',
            seenEntries(entries, (seen) => isSeenFrom(seen, point)),
          ),
        )
        return isSame(show(a), show(b))
      }
      for (const on of days)
        for (const second of [0, 1, 2, 3, 4]) {
          const point = { on, place: { at: `2018-02-0${second + 1}T00:00:00Z`, id: 'd', entry: 0, depth: 0 } }
          if (from === undefined || !isSeenFrom(from, point)) expect(isSameFrom(point)).toBe(true)
        }
      const [a, b] = [before, now].map((entries) => show(stateAfter(aggregate, 'toy-1', entries)))
      if (from === undefined) expect(a).toEqual(b)
    }),
    { numRuns: 2000 },
  )
  expect(found).toBeGreaterThan(500)
})
