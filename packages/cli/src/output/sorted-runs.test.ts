import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { expect, it } from 'vitest'
import { SortedRuns } from './sorted-runs.js'

interface Item {
  readonly rank: number
  readonly name: string
}

const compare = (a: Item, b: Item): number => a.rank - b.rank || (a.name < b.name ? -1 : Number(a.name > b.name))
const itemsOf = (count: number): readonly Item[] =>
  Array.from({ length: count }, (_, index) => ({ rank: (index * 7919) % 41, name: `帮带 "${(index * 31) % 97}"\n` }))
const filesOf = () => readdirSync(tmpdir()).filter((name) => name.startsWith(`skein-sort-${process.pid}-`))

it.each([
  { count: 0, limit: undefined, itemsInMemory: 3 },
  { count: 2, limit: undefined, itemsInMemory: 3 },
  { count: 3, limit: 2, itemsInMemory: 3 },
  { count: 500, limit: undefined, itemsInMemory: 1 },
  { count: 500, limit: undefined, itemsInMemory: 60 },
  { count: 500, limit: 5, itemsInMemory: 60 },
  { count: 500, limit: 59, itemsInMemory: 60 },
  { count: 500, limit: 0, itemsInMemory: 60 },
  { count: 5_000, limit: 3_000, itemsInMemory: 400 },
])(
  'sorts $count items of which $itemsInMemory fit in memory, returns the first $limit, and leaves no file',
  ({ count, limit, itemsInMemory }) => {
    const all = itemsOf(count)
    const runs = new SortedRuns<Item>(compare, { limit, itemsInMemory })
    for (const item of all) runs.add(item)
    const sorted = [...runs.sorted()]
    runs.close()
    expect(sorted).toEqual(all.toSorted(compare).slice(0, limit))
    expect(filesOf()).toEqual([])
  },
)
