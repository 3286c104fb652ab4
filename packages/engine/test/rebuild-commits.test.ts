import { type AnyProjection, day } from '@skein/kernel'
import { expect, it } from 'vitest'
import type { Commit, Storage } from '../src/ports/index.js'
import { rebuild } from '../src/rebuild/rebuild.js'
import { contentFromLog, live } from './ledger-content.js'
import { type LedgerEvent, ledger } from './ledger-domain.js'
import type { Step } from './ledger-history.js'
import { balances, recorded, withMethods } from './ledger-store.js'

const accounts = Array.from({ length: 150 }, (_, index) => `n${index}`)
const on = day('2018-05-01')
const steps: readonly Step[] = [
  ...accounts.map((id): Step => ({ id, event: { type: 'Opened', data: { group: 'a', on } } })),
  ...[1, 2].flatMap((amount) => accounts.map((id): Step => ({ id, event: { type: 'Added', data: { amount, on } } }))),
]

interface Row {
  readonly total: number
  readonly text: string
}

/** Rows of 100 kB. */
const wide: AnyProjection = {
  ...balances,
  name: 'wide',
  row: (row: Row | undefined, event) => {
    // sound: `reads` of the balances names only events of the ledger
    const { type, data } = event as LedgerEvent
    return { total: (row?.total ?? 0) + (type === 'Added' ? data.amount : 0), text: 'x'.repeat(100_000) }
  },
  documents: ({ total }: Row, id) => [[id, { total }]],
  tallies: ({ total }: Row) => [['all', { total }]],
}
const domain = { ...ledger, projections: [wide] }

const sizeOf = ({ puts }: Commit): number => puts.reduce((sum, { key, value }) => sum + key.length + value.length, 0)

it('writes rows that do not fit in memory in commits of a few megabytes, and publishes the same', async () => {
  const storage = await recorded(steps)
  const sizes: number[] = []
  const { readModels } = storage
  const commit: typeof readModels.commit = (generation, changes) => {
    sizes.push(sizeOf(changes))
    return readModels.commit(generation, changes)
  }
  const observed: Storage = { ...storage, readModels: withMethods(readModels, { commit }) }
  await rebuild(domain, observed, { batchSize: 5, cache: 60 })
  expect(await live(storage, wide)).toEqual(await contentFromLog(wide, storage))
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeGreaterThan(15_000_000)
  expect(Math.max(...sizes)).toBeLessThan(7_000_000)
})

it('ends however often it fails, as long as a few batches were read each time', async () => {
  const storage = await recorded(steps)
  const { events } = storage
  let isInterrupted = true
  const readAll: typeof events.readAll = async function* (options) {
    let batches = 0
    for await (const batch of events.readAll(options)) {
      if (isInterrupted && batches++ === 3) throw new Error('killed')
      yield batch
    }
  }
  const failing: Storage = { ...storage, events: withMethods(events, { readAll }) }
  const run = () => rebuild(domain, failing, { batchSize: 10, checkpointEvery: 10, cache: 60 })
  let runs = 0
  for (; runs < 30; runs += 1) {
    const report = await run().catch(() => undefined)
    if (report?.ok) break
  }
  isInterrupted = false
  // 45 batches, 3 of them in each run
  expect(runs).toBeLessThanOrEqual(16)
  expect(await live(storage, wide)).toEqual(await contentFromLog(wide, storage))
})
