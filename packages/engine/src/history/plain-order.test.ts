import { day, emptyHistory, extendHistory, type HistoryOrder } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeMetadata, historyMetadataOf } from '../integrity/metadata.js'
import { inPlainOrder } from './plain-order.js'

const order: HistoryOrder = { events: { Opened: { rank: -1 }, Noted: { rank: 0 }, Closed: { rank: 1 } } }

/** An entry, whose cause was entered at one of the moments so far where a process entered it. */
const entry = fc.record({
  types: fc.array(fc.constantFrom('Opened', 'Noted', 'Closed'), { minLength: 1, maxLength: 3 }),
  on: fc.constantFrom(day('2018-03-01'), day('2018-03-02'), day('2018-03-03')),
  cause: fc.option(fc.record({ back: fc.nat(4), entry: fc.nat(1), depth: fc.integer({ min: 1, max: 2 }) })),
})

const at = (moment: number): string => new Date(Date.parse('2018-04-01T00:00:00Z') + moment).toISOString()

const recorded = fc.array(entry, { maxLength: 12 }).map((entries) =>
  entries.flatMap(({ types, on, cause }, moment) => {
    const root = cause === null ? moment : Math.max(0, moment - 1 - cause.back)
    const metadata = encodeMetadata({
      recordedAt: at(moment),
      actor: 'base-office',
      commandId: `command-${moment}`,
      commandHash: 'hash',
      correlationId: `command-${root}`,
      observedRevisions: {},
      ...(cause !== null && {
        place: { at: at(root), id: `command-${root}`, entry: cause.entry, depth: cause.depth },
        causedBy: 'batch-b1@1',
      }),
    })
    return types.map((type) => ({ event: { type, data: { on } }, stored: { metadata } }))
  }),
)

describe('events of entries that stand as they were recorded', () => {
  it('are in the order of the history', () => {
    fc.assert(
      fc.property(recorded, (events) => {
        const history = extendHistory(
          emptyHistory,
          events.map(({ event, stored }, revision) => ({
            event,
            eventId: `event-${revision}`,
            revision,
            metadata: historyMetadataOf(stored),
          })),
          order,
        )
        expect(inPlainOrder(events, order)?.map(({ event }) => event)).toEqual(
          history.entries.flatMap((one) => one.events),
        )
      }),
      { numRuns: 500 },
    )
  })

  it('are in the order of recording where the aggregate is ordered so', () => {
    fc.assert(
      fc.property(recorded, (events) => {
        expect(inPlainOrder(events, { ...order, order: 'recorded' })).toEqual(events)
      }),
    )
  })

  it('are not known where one is about an entry', () => {
    const event = { type: 'EntryAnnulled', data: { on: day('2018-03-01') } }
    expect(inPlainOrder([{ event, stored: { metadata: '' } }], order)).toBeUndefined()
  })
})
