import type { Delete, Put, Space } from '@skein/engine'
import fc from 'fast-check'
import { expect } from 'vitest'
import { commitTo, positionAt } from './commits.js'
import { freshStream } from './sample-events.js'
import { casesAbout } from './storage-case.js'
import { withStore } from './store-access.js'

const space = fc.constantFrom<Space>('row', 'doc')
const key = fc.constantFrom('a', 'b', 'base:1', 'base:1/x', 'constructor', '__proto__', '插甸', '')
const put: fc.Arbitrary<Put> = fc.record({ space, key, value: fc.json() })
const remove: fc.Arbitrary<Delete> = fc.record({ space, key })

/** A commit that continues from the checkpoint, or from another position. */
const step = fc.record({
  isStale: fc.boolean(),
  puts: fc.uniqueArray(put, { maxLength: 6, selector: (entry) => `${entry.space} ${entry.key}` }),
  deletes: fc.uniqueArray(remove, { maxLength: 3, selector: (entry) => `${entry.space} ${entry.key}` }),
  events: fc.nat(100),
})

const tenThousandRows: readonly Put[] = Array.from({ length: 10_000 }, (_, index) => ({
  space: 'row',
  key: `journey-${index}`,
  value: JSON.stringify({ index, steps: 'x'.repeat(100) }),
}))
const nineThousandRows: readonly Delete[] = tenThousandRows
  .slice(0, 9_000)
  .map((row) => ({ space: row.space, key: row.key }))

export const documentCases = casesAbout('documents', (store, it) => {
  it(
    'holds what commits put and did not delete; a stale commit changes nothing',
    withStore(store, async ({ readModels }) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
          const { id, projection } = await readModels.begin(freshStream('projection'), 1)
          const neighbour = await readModels.begin(projection, 2)
          const model = new Map<string, string>()
          let checkpoint: number | undefined
          let counted = 0
          for (const { isStale, puts, deletes, events } of steps) {
            // the port does not define a put and a delete of one key in one commit
            const onlyDeleted = deletes.filter(
              (gone) => !puts.some((one) => one.space === gone.space && one.key === gone.key),
            )
            const from = isStale ? (checkpoint ?? 0) + 7 : checkpoint
            const to = (checkpoint ?? 0) + 1
            const result = await readModels.commit(id, commitTo(to, from, { puts, deletes: onlyDeleted, events }))
            expect(result).toBe(isStale ? 'stale' : 'done')
            if (isStale) continue
            for (const gone of onlyDeleted) model.delete(`${gone.space} ${gone.key}`)
            for (const one of puts) model.set(`${one.space} ${one.key}`, one.value)
            checkpoint = to
            counted += events
          }
          for (const each of ['row', 'doc'] as const) {
            const ofSpace = [...model].filter(([name]) => name.startsWith(`${each} `))
            const wanted = new Map(ofSpace.map(([name, value]) => [name.slice(each.length + 1), value]))
            const keys = ['a', 'b', 'base:1', 'base:1/x', 'constructor', '__proto__', '插甸', '', 'missing']
            expect(await readModels.get(id, each, keys)).toEqual(wanted)
            expect(await readModels.count(id, each)).toBe(wanted.size)
            expect(await readModels.count(neighbour.id, each)).toBe(0)
          }
          const [stored] = (await readModels.generations(projection)).filter((generation) => generation.id === id)
          expect(stored?.events).toBe(counted)
          expect(stored?.checkpoint).toBe(checkpoint === undefined ? undefined : positionAt(checkpoint))
        }),
        { numRuns: store.runs ?? 20 },
      )
    }),
  )

  it(
    'applies a batch once for concurrent projectors; the others are stale',
    withStore(store, async ({ readModels }) => {
      const { id } = await readModels.begin(freshStream('projection'), 1)
      for (let applied = 0; applied < 10; applied++) {
        const from = applied === 0 ? undefined : applied
        const commits = ['one', 'two', 'three'].map((value) =>
          readModels.commit(
            id,
            commitTo(applied + 1, from, { puts: [{ space: 'doc', key: `${applied}${value}`, value }] }),
          ),
        )
        expect((await Promise.all(commits)).toSorted()).toEqual(['done', 'stale', 'stale'])
      }
      expect(await readModels.count(id, 'doc')).toBe(10)
    }),
  )

  it(
    'applies a commit once that leaves the checkpoint where it is, by the number of events before it',
    withStore(store, async ({ readModels }) => {
      const { id } = await readModels.begin(freshStream('projection'), 1)
      expect(await readModels.commit(id, commitTo(1, undefined, { eventsBefore: 0 }))).toBe('done')
      const puts = [{ space: 'doc', key: 'a', value: '1' }] as const
      expect(await readModels.commit(id, commitTo(1, 1, { eventsBefore: 1, puts }))).toBe('done')
      const again = [{ space: 'doc', key: 'b', value: '1' }] as const
      expect(await readModels.commit(id, commitTo(1, 1, { eventsBefore: 1, puts: again }))).toBe('stale')
      expect(await readModels.get(id, 'doc', ['a', 'b'])).toEqual(new Map([['a', '1']]))
    }),
  )

  it(
    'accepts ten thousand entries in one commit',
    withStore(store, async ({ readModels }) => {
      const { id } = await readModels.begin(freshStream('projection'), 1)
      expect(await readModels.commit(id, commitTo(1, undefined, { puts: tenThousandRows }))).toBe('done')
      expect(await readModels.commit(id, commitTo(2, 1, { deletes: nineThousandRows }))).toBe('done')
      expect(await readModels.count(id, 'row')).toBe(1_000)
      const last = tenThousandRows.slice(8_999, 9_001).map((entry) => entry.key)
      expect([...(await readModels.get(id, 'row', last)).keys()]).toEqual(['journey-9000'])
    }),
  )
})
