// Clients use a store at the same time; what they saw must fit one order of what they did. SKEIN_HISTORY_RUNS is the number
// of histories (default 3; 50 in `pnpm test:long`), SKEIN_HISTORY_OPERATIONS the operations of each (default 1,000; 10,000).
import { openMemory } from '@skein/engine'
import { describe, expect, it } from 'vitest'
import { withEvents } from '../broken/changed-store.js'
import { violationsOf } from './clients.js'
import { historyDefects } from './defects.js'

const runs = Number(process.env.SKEIN_HISTORY_RUNS ?? 3)
const operations = Number(process.env.SKEIN_HISTORY_OPERATIONS ?? 1000)

describe('the history of clients at a store', () => {
  it(`has no violation in ${runs} runs of ${operations} operations on the store in memory`, async () => {
    for (let seed = 0; seed < runs; seed++)
      expect(await violationsOf(openMemory(), { clients: 10, each: operations / 10, seed })).toEqual([])
  })

  it.each(historyDefects)('of a store that $defect has that violation', async ({ kind, change }) => {
    const storage = withEvents(openMemory(), change)
    const violations = await violationsOf(storage, { clients: 10, each: 100, seed: 1 })
    expect(violations.map((one) => one.kind)).toContain(kind)
  })
})
