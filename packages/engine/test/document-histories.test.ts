import { fc, test } from '@fast-check/vitest'
import { type AnyProjection, day, type Projection } from '@skein/kernel'
import { describe, expect } from 'vitest'
import { z } from 'zod'
import { catchUp } from '../src/following/follower.js'
import { metadataOf } from '../src/integrity/metadata.js'
import { reader } from '../src/reading/reader.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { histories, record } from './ledger-history.js'
import { recorded } from './ledger-store.js'

type Line = readonly [type: string, on: string, revision: number]

/** The lines of one account; only their number is stored. */
const statement: Projection<number, number, readonly Line[]> = {
  name: 'statement',
  version: 1,
  reads: ['Opened', 'Added'],
  row: (lines = 0) => lines + 1,
  documents: (lines, id) => [[id, lines]],
  history: (id) => `account-${id}`,
  publish: ({ own = 0, history }) =>
    history.slice(0, own).map(([{ type, data }, { revision }]): Line => [type, data.on, revision]),
  schema: z.custom<readonly Line[]>(),
}

// sound: the engine passes rows only to the projection that made them
const domain = { ...ledger, projections: [statement as unknown as AnyProjection] }
const readIn = (storage: Parameters<typeof reader>[1]) => reader(domain, storage, () => day('2018-06-01'))('statement')

type Store = Awaited<ReturnType<typeof recorded>>

/** The lines of every account, read from the log. */
const expected = async ({ events }: Store, counts: (on: string, at: string) => boolean) => {
  const lines = new Map<string, Line[]>()
  for await (const batch of events.readAll())
    for (const stored of batch) {
      const { on }: { on: string } = JSON.parse(stored.data)
      if (!statement.reads.includes(stored.type) || !counts(on, metadataOf(stored).recordedAt)) continue
      const id = stored.stream.slice('account-'.length)
      lines.set(id, [...(lines.get(id) ?? []), [stored.type, on, stored.revision]])
    }
  return Object.fromEntries(lines)
}

const readAll = async (storage: Store, into?: string) => {
  const { items } = await readIn(storage).list(into === undefined ? {} : { into })
  return Object.fromEntries(items.map(({ key, doc }) => [key, doc]))
}

describe('documents made of the events of a stream', () => {
  test.prop([histories(), histories(20)])(
    'contain the events that were applied, and not those recorded later',
    async (history, later) => {
      const storage = await recorded(history)
      await catchUp(domain, storage)
      const before = await expected(storage, () => true)
      await record(storage, later)
      expect(await readAll(storage)).toEqual(before)
      await catchUp(domain, storage)
      expect(await readAll(storage)).toEqual(await expected(storage, () => true))
    },
  )

  const days = fc.constantFrom('2018-05-01', '2018-05-02', '2018-05-03')
  const instants = fc.integer({ min: 0, max: 59 }).map((m) => `2018-06-01T08:${String(m).padStart(2, '0')}:00.000Z`)
  test.prop([histories(), days, instants])('respect the bounds of their generation', async (history, asOf, knownAt) => {
    const storage = await recorded(history)
    await rebuild(domain, storage, { asOf, into: 'day' })
    expect(await readAll(storage, 'day')).toEqual(await expected(storage, (on) => on <= asOf))
    await rebuild(domain, storage, { asOf, knownAt, into: 'both' })
    expect(await readAll(storage, 'both')).toEqual(await expected(storage, (on, at) => on <= asOf && at <= knownAt))
    await rebuild(domain, storage, { knownAt, into: 'instant' })
    expect(await readAll(storage, 'instant')).toEqual(await expected(storage, (_on, at) => at <= knownAt))
  })
})
