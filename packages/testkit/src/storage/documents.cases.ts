import type { Delete, Put, Space } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { freshStream, withStore } from './bench.js'
import type { Declare } from './cases.js'
import { at, commitTo } from './generations.cases.js'
import type { StoreUnderTest } from './store-under-test.js'

const space = fc.constantFrom<Space>('row', 'doc')
const key = fc.constantFrom('a', 'b', 'base:1', 'base:1/x', 'constructor', '__proto__', '插甸', '')
const put: fc.Arbitrary<Put> = fc.record({ space, key, value: fc.json() })
const remove: fc.Arbitrary<Delete> = fc.record({ space, key })

/** One commit, continuing from the checkpoint or from somewhere else. */
const step = fc.record({
  isStale: fc.boolean(),
  puts: fc.uniqueArray(put, { maxLength: 6, selector: (entry) => `${entry.space} ${entry.key}` }),
  deletes: fc.uniqueArray(remove, { maxLength: 3, selector: (entry) => `${entry.space} ${entry.key}` }),
  events: fc.nat(100),
})

export const filling = (offer: StoreUnderTest, it: Declare): void => {
  it(
    'holds what the commits put and did not delete; a stale commit changes nothing',
    withStore(offer, async ({ readModels }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const { id, projection } = await readModels.begin(freshStream('projection'), 1)
          const neighbour = await readModels.begin(projection, 2)
          const model = new Map<string, string>()
          let checkpoint: number | undefined
          let counted = 0
          for (const { isStale, puts, deletes, events } of steps) {
            // what is put and deleted at once has no one answer
            const free = deletes.filter((gone) => !puts.some((one) => one.space === gone.space && one.key === gone.key))
            const from = isStale ? (checkpoint ?? 0) + 7 : checkpoint
            const to = (checkpoint ?? 0) + 1
            const answer = await readModels.commit(id, commitTo(to, from, { puts, deletes: free, events }))
            expect(answer).toBe(isStale ? 'stale' : 'done')
            if (isStale) continue
            for (const gone of free) model.delete(`${gone.space} ${gone.key}`)
            for (const one of puts) model.set(`${one.space} ${one.key}`, one.value)
            checkpoint = to
            counted += events
          }
          for (const each of ['row', 'doc'] as const) {
            const own = [...model].filter(([name]) => name.startsWith(`${each} `))
            const wanted = new Map(own.map(([name, value]) => [name.slice(each.length + 1), value]))
            const asked = ['a', 'b', 'base:1', 'base:1/x', 'constructor', '__proto__', '插甸', '', 'never']
            expect(await readModels.get(id, each, asked)).toEqual(wanted)
            expect(await readModels.count(id, each)).toBe(wanted.size)
            expect(await readModels.count(neighbour.id, each)).toBe(0)
          }
          const [stored] = (await readModels.generations(projection)).filter((generation) => generation.id === id)
          expect(stored?.events).toBe(counted)
          expect(stored?.checkpoint).toBe(checkpoint === undefined ? undefined : at(checkpoint))
        }),
        { numRuns: offer.runs ?? 20 },
      )
    }),
  )

  it(
    'lets one of two followers apply a batch; the other is stale',
    withStore(offer, async ({ readModels }) => {
      const { id } = await readModels.begin(freshStream('projection'), 1)
      for (let place = 0; place < 10; place++) {
        const from = place === 0 ? undefined : place
        const followers = ['one', 'two', 'three'].map((value) =>
          readModels.commit(
            id,
            commitTo(place + 1, from, { puts: [{ space: 'doc', key: `${place}${value}`, value }] }),
          ),
        )
        expect((await Promise.all(followers)).toSorted()).toEqual(['done', 'stale', 'stale'])
      }
      expect(await readModels.count(id, 'doc')).toBe(10)
    }),
  )

  it(
    'takes ten thousand entries in one commit',
    withStore(offer, async ({ readModels }) => {
      const { id } = await readModels.begin(freshStream('projection'), 1)
      const puts = Array.from({ length: 10_000 }, (_, index) => ({
        space: 'row' as const,
        key: `journey-${index}`,
        value: JSON.stringify({ index, steps: 'x'.repeat(100) }),
      }))
      expect(await readModels.commit(id, commitTo(1, undefined, { puts }))).toBe('done')
      const deletes = puts.slice(0, 9_000).map(({ space: inSpace, key: gone }) => ({ space: inSpace, key: gone }))
      expect(await readModels.commit(id, commitTo(2, 1, { deletes }))).toBe('done')
      expect(await readModels.count(id, 'row')).toBe(1_000)
      const last = puts.slice(8_999, 9_001).map((entry) => entry.key)
      expect([...(await readModels.get(id, 'row', last)).keys()]).toEqual(['journey-9000'])
    }),
  )
}
