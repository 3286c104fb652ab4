import { fc, test } from '@fast-check/vitest'
import { day } from '@skein/kernel'
import { describe, expect } from 'vitest'
import { catchUp } from '../src/following/follower.js'
import { openMemory } from '../src/memory/open.js'
import { reader } from '../src/reading/reader.js'
import { status } from '../src/reading/status.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { ledger } from './ledger-domain.js'
import { histories, record } from './ledger-history.js'
import { balances, oneMove, recorded, threeAccounts, withMethods } from './ledger-store.js'

const today = day('2018-06-01')
const members = {
  name: 'membersOfAll',
  version: 1,
  schema: balances.schema,
  async *keys(reading: { list(name: string, prefix: string): AsyncIterable<{ key: string }> }) {
    for await (const { key } of reading.list('balances', 'group:')) yield key.replace('group', 'base')
  },
  compose: async (key: string, reading: { today: string; get(name: string, key: string): Promise<unknown> }) => {
    const found = await reading.get('balances', key.replace('base', 'group'))
    return found === undefined ? undefined : { today: reading.today, found }
  },
}
const domain = { ...ledger, views: [members] }
const readIn = (storage: Parameters<typeof reader>[1]) => reader(domain, storage, () => today)

describe('reading', () => {
  test('returns what the projection publishes from own content, counts, joined entries and the day', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(domain, storage)
    const read = readIn(storage)
    expect(await read('balances').get('group:b')).toEqual({
      own: { id: 'b', total: 7 },
      tally: { opened: 3, total: 21, 'at/1': 3 },
      all: 3,
      today,
    })
    expect(await read('balances').get('group:b', { today: day('2019-01-01') })).toMatchObject({ today: '2019-01-01' })
    expect(await read('balances').get('group:nobody')).toBeUndefined()
    // the projection publishes nothing for this entry
    expect(await read('balances').get('rich:a')).toBeUndefined()
  })

  test.prop([histories(), fc.integer({ min: 1, max: 4 }), fc.constantFrom('', 'group:', 'a', 'rich:')])(
    'lists every document once, in order, over all pages',
    async (history, limit, prefix) => {
      const storage = await recorded(history)
      await catchUp(domain, storage)
      const read = readIn(storage)
      for (const name of ['balances', 'moves', 'membersOfAll']) {
        const { items: all } = await read(name).list({ limit: 10_000 })
        const paged: (typeof all)[number][] = []
        let cursor: string | undefined
        do {
          const page = await read(name).list({ limit, prefix, ...(cursor === undefined ? {} : { cursor }) })
          expect(page.items.length).toBeLessThanOrEqual(limit)
          if (page.cursor !== undefined) expect(page.items.length).toBe(limit)
          paged.push(...page.items)
          cursor = page.cursor
        } while (cursor !== undefined)
        expect(paged).toEqual(all.filter(({ key }) => key.startsWith(prefix)))
        for (const { key, doc } of all) expect(await read(name).get(key)).toEqual(doc)
      }
    },
  )

  test('throws UnknownReadModel with the known names for another name', async () => {
    const message = expect.stringContaining('balances, moves, seats, lastSeen, doubts, membersOfAll')
    expect(() => readIn(openMemory())('balance')).toThrowError(
      expect.objectContaining({ _tag: 'UnknownReadModel', message }),
    )
  })

  test('reads a named generation by its name or its id, and composes views from named generations', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(domain, storage)
    await rebuild(domain, storage, { asOf: '2018-05-01', into: 'may-day' })
    const read = readIn(storage)
    const early = { tally: { opened: 3 } }
    expect(await read('balances').get('group:b', { into: 'may-day' })).toMatchObject(early)
    const named = (await storage.readModels.generations('balances')).find(({ state }) => state === 'named')
    expect(await read('balances').get('group:b', { generation: named?.id ?? '' })).toMatchObject(early)
    expect(await read('membersOfAll').get('base:b', { into: 'may-day' })).toMatchObject({ today, found: early })
    expect(await read('membersOfAll').get('base:b')).toMatchObject({ found: { tally: { total: 21 } } })
    await expect(read('balances').list({ into: 'june' })).rejects.toMatchObject({
      _tag: 'NotReady',
      message: expect.stringContaining('"june"'),
      kept: { asked: 'june', names: ['may-day'] },
    })
  })

  test('reports the bounds of the name if only other read models have it', async () => {
    const storage = await recorded(threeAccounts)
    const bounds = { asOf: '2018-05-01', knownAt: '2018-06-01T08:00:00.000Z' }
    await rebuild(ledger, storage, { ...bounds, projections: ['moves'], into: 'may' })
    await expect(readIn(storage)('balances').list({ into: 'may' })).rejects.toMatchObject({
      _tag: 'NotReady',
      kept: { asked: 'may', names: ['may'], ...bounds },
    })
  })

  test('throws NotReady with the progress until the first rebuild is complete', async () => {
    const storage = await recorded(threeAccounts)
    const read = readIn(storage)
    await expect(read('balances').get('all')).rejects.toMatchObject({ _tag: 'NotReady', projection: 'balances' })
    const controller = new AbortController()
    const interrupt = { signal: controller.signal, onProgress: () => controller.abort(), batchSize: 2 }
    await rebuild(domain, storage, { ...interrupt, projections: ['balances'] })
    await expect(read('balances').get('all')).rejects.toMatchObject({ progress: { events: 2, remaining: 4 } })
  })

  test('continues with the live generation if the one it reads is dropped', async () => {
    const storage = await recorded(threeAccounts)
    await catchUp(domain, storage)
    const { readModels } = storage
    let dropped = 0
    const get: typeof readModels.get = async (generation, space, keys) => {
      if (dropped++ === 0) {
        await rebuild(domain, storage)
        await rebuild(domain, storage)
        await readModels.drop(generation)
      }
      return readModels.get(generation, space, keys)
    }
    const read = readIn({ ...storage, readModels: withMethods(readModels, { get }) })
    expect(await read('balances').get('group:b')).toMatchObject({ all: 3 })
    expect(dropped).toBeGreaterThan(1)
  })
})

describe('status', () => {
  test('lists all generations with their state and their lag', async () => {
    const storage = await recorded(threeAccounts)
    expect(await status(domain, storage)).toMatchObject([
      { name: 'balances', version: 1, state: 'absent', generations: [] },
      {},
      {},
      {},
      {},
    ])
    await catchUp(domain, storage)
    await rebuild(domain, storage, { asOf: '2018-05-01', projections: ['balances'] })
    await record(storage, oneMove)
    const newer = { ...domain, projections: [{ ...balances, version: 2 }, ...domain.projections.slice(1)] }
    await rebuild(newer, storage, { projections: ['balances'], signal: AbortSignal.abort() })
    const [old, moves] = await status(domain, storage)
    expect(old).toMatchObject({
      state: 'live',
      lag: 1,
      generations: [
        { state: 'live', isCurrent: true, behind: 1, events: 6, documents: 7 },
        { state: 'named', into: 'as-of-2018-05-01', bounds: 'as of 2018-05-01', events: 3 },
        { state: 'building', version: 2, isCurrent: false },
      ],
    })
    expect(moves).toMatchObject({ name: 'moves', state: 'live', lag: 1 })
    expect((await status(newer, storage))[0]).toMatchObject({ version: 2, state: 'building' })
  })
})
