import { fc, test } from '@fast-check/vitest'
import { type AnyProjection, compareEntries, day, emptyHistory, extendHistory, type Projection } from '@skein/kernel'
import { describe, expect } from 'vitest'
import { z } from 'zod'
import { catchUp } from '../src/following/follower.js'
import { codecOf } from '../src/integrity/codec.js'
import { metadataOf } from '../src/integrity/metadata.js'
import type { StoredEvent } from '../src/ports/index.js'
import type { Bounds } from '../src/projections/bounds.js'
import { reader } from '../src/reading/reader.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { account, ledger } from './ledger-domain.js'
import { histories, record, type Step } from './ledger-history.js'
import { recorded } from './ledger-store.js'

type Line = readonly [type: string, on: string, revision: number, annulled: string | undefined]

/** The lines of one account; only that it has some is stored. */
const statement: Projection<true, true, readonly Line[]> = {
  name: 'statement',
  version: 1,
  reads: ['Opened', 'Added'],
  row: () => true,
  documents: (row, id) => [[id, row]],
  history: (id) => `account-${id}`,
  publish: ({ own, history }) =>
    own &&
    history.map(
      ({ event: { type, data }, context: { revision }, annulled }): Line => [
        type,
        data.on,
        revision,
        annulled && `${annulled.reason}, ${annulled.by}`,
      ],
    ),
  schema: z.custom<readonly Line[]>(),
}

// sound: the engine passes rows only to the projection that made them
const domain = { ...ledger, projections: [statement as unknown as AnyProjection] }
const codec = codecOf(ledger)
const readIn = (storage: Parameters<typeof reader>[1]) => reader(domain, storage, () => day('2018-06-01'))('statement')

type Store = Awaited<ReturnType<typeof recorded>>

/** The lines of every account with an event that stands, computed from the log. */
const expected = async ({ events }: Store, { asOf = '9999', knownAt = '9999' }: Bounds = {}) => {
  const streams = new Map<string, StoredEvent[]>()
  for await (const batch of events.readAll())
    for (const stored of batch)
      if (metadataOf(stored).recordedAt <= knownAt)
        streams.set(stored.stream, [...(streams.get(stored.stream) ?? []), stored])
  const lines = [...streams].map(([stream, all]): [string, readonly Line[]] => {
    const events = all.map((stored) => ({ ...stored, event: codec.decode(stored), metadata: metadataOf(stored) }))
    const { entries, recorded } = extendHistory(emptyHistory, events, account)
    const standing = new Set(entries.map(({ id }) => id))
    const isAnnulled = (id: string): boolean => annulled.has(id)
    const annulled = new Set<string>()
    for (const { event, eventId } of events.toReversed())
      if (event.type === 'EntryAnnulled' && 'eventId' in event.data && !annulled.has(eventId))
        annulled.add(String(event.data.eventId))
    const shown = recorded
      .filter(({ about, point }) => about === undefined && point.on <= asOf)
      .sort(compareEntries(account))
      .flatMap((entry) =>
        entry.events.map((event, index): Line => {
          const by = events.find(
            ({ event: { data, type }, eventId }) =>
              type === 'EntryAnnulled' && 'eventId' in data && data.eventId === entry.id && !isAnnulled(eventId),
          )
          const reason = by && 'reason' in by.event.data ? `${by.event.data.reason}, test` : ''
          return [event.type, event.data.on, entry.revision + index, standing.has(entry.id) ? undefined : reason]
        }),
      )
      .filter(([type]) => statement.reads.includes(type))
    return [stream.slice('account-'.length), shown]
  })
  return Object.fromEntries(lines.filter(([, shown]) => shown.some(([, , , annulled]) => annulled === undefined)))
}

const readAll = async (storage: Store, into?: string) => {
  const { items } = await readIn(storage).list(into === undefined ? {} : { into })
  return Object.fromEntries(items.map(({ key, doc }) => [key, doc]))
}

describe('documents made of the history of a stream', () => {
  test.prop([histories(), histories(20)])(
    'contain the events that were applied, and not those recorded later',
    async (history, later) => {
      const storage = await recorded(history)
      await catchUp(domain, storage)
      const before = await expected(storage)
      await record(storage, later)
      expect(await readAll(storage)).toEqual(before)
      await catchUp(domain, storage)
      expect(await readAll(storage)).toEqual(await expected(storage))
    },
  )

  const days = fc.constantFrom('2018-05-01', '2018-05-02', '2018-05-03')
  const instants = fc.integer({ min: 0, max: 59 }).map((m) => `2018-06-01T08:${String(m).padStart(2, '0')}:00.000Z`)
  test.prop([histories(), days, instants])('respect the bounds of their generation', async (history, asOf, knownAt) => {
    const storage = await recorded(history)
    for (const bounds of [{ asOf }, { asOf, knownAt }, { knownAt }]) {
      await rebuild(domain, storage, { ...bounds, into: JSON.stringify(bounds) })
      expect(await readAll(storage, JSON.stringify(bounds))).toEqual(await expected(storage, bounds))
    }
  })

  test('show an annulled event, with the reason, until it is reinstated', async () => {
    const opened = { type: 'Opened' as const, data: { group: 'b', on: day('2018-05-01') } }
    const added = { type: 'Added' as const, data: { amount: 7, on: day('2018-05-02') } }
    const steps: readonly Step[] = [
      { id: 'a', event: added },
      { id: 'a', event: opened },
      { id: 'a', event: opened, about: { index: 0, what: 'annul' } },
    ]
    const storage = await recorded(steps)
    await catchUp(domain, storage)
    expect(await readIn(storage).get('a')).toEqual([
      ['Opened', '2018-05-01', 1, undefined],
      ['Added', '2018-05-02', 0, 'entered by mistake, test'],
    ])
    await record(storage, [{ id: 'a', event: opened, about: { index: 2, what: 'annul' } }])
    await catchUp(domain, storage)
    expect(await readIn(storage).get('a')).toEqual([
      ['Opened', '2018-05-01', 1, undefined],
      ['Added', '2018-05-02', 0, undefined],
    ])
  })
})
