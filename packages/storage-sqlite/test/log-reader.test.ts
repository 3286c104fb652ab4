import { randomBytes } from 'node:crypto'
import type { Storage, StoredEvent } from '@skein/engine'
import { temporaryFolder } from '@skein/tooling/testing'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-log')
let storage: Storage

/** Thirty types: one is frequent, one is stored in a single burst, the others are more and more rare. */
const typeAt = (index: number): string => {
  if (index >= 20_000 && index < 23_000) return 'Burst'
  if (index % 3 !== 0) return 'Common'
  return `Rare${Math.floor(Math.sqrt(index % 841))}`
}
const storedTypes = Array.from({ length: 40_000 }, (_, index) => typeAt(index))

beforeAll(async () => {
  folder.create()
  storage = await openSqlite({ path: folder.freshPath(), durability: 'normal' })
  for (let start = 0; start < storedTypes.length; start += 1_000) {
    const events = storedTypes.slice(start, start + 1_000).map((type, index) => ({
      hash: randomBytes(32).toString('hex'),
      type,
      schemaVersion: 1,
      data: String(start + index),
      metadata: `"m${start + index}"`,
    }))
    await storage.events.append('one-stream', events, start === 0 ? 'none' : start - 1)()
  }
})
afterAll(async () => {
  await storage.close()
  folder.remove()
})

it('reads and counts exactly the events of the given types, frequent, rare or in a burst', async () => {
  const type = fc.constantFrom('Common', 'Burst', 'NeverWritten', ...Array.from({ length: 29 }, (_, n) => `Rare${n}`))
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(type, { maxLength: 12 }),
      fc.nat(39_999),
      fc.integer({ min: 1, max: 40_000 }),
      fc.constantFrom(100, 777, 5_000),
      async (types, after, until, batchSize) => {
        const read: number[] = []
        for await (const batch of storage.events.readAll({
          after: String(after),
          until: String(until),
          types,
          batchSize,
        })) {
          expect(batch.length).toBeLessThanOrEqual(batchSize)
          for (const event of batch) read.push(Number(event.data))
        }
        const wanted = new Set(types)
        const expected = storedTypes.flatMap((each, index) =>
          wanted.has(each) && index + 1 > after && index + 1 <= until ? [index] : [],
        )
        expect(read).toEqual(expected)
        const counted = storedTypes.filter((each, index) => wanted.has(each) && index + 1 > after).length
        expect(await storage.events.count({ after: String(after), types })).toBe(counted)
      },
    ),
    { numRuns: 60 },
  )
})

it('returns 5,000 events in a batch by default', async () => {
  const sizes: number[] = []
  for await (const batch of storage.events.readAll()) sizes.push(batch.length)
  expect(sizes).toEqual(Array.from({ length: 8 }, () => 5_000))
})

it('reads large events in small pages, and every event', async () => {
  const large = await openSqlite({ path: folder.freshPath(), durability: 'normal' })
  // a page of small ones, and large ones behind them
  const lengths = Array.from({ length: 180 }, (_, index) => (index < 100 ? 100 : 300_000))
  for (const [index, length] of lengths.entries()) {
    const event = {
      type: index % 9 === 0 ? 'Rare' : 'Common',
      schemaVersion: 1,
      data: '1'.repeat(length),
      metadata: '[]',
    }
    const expected = index === 0 ? 'none' : index - 1
    await large.events.append('s', [{ ...event, hash: randomBytes(32).toString('hex') }], expected)()
  }
  const pagesOf = async (options: Parameters<Storage['events']['readAll']>[0]) => {
    const pages: (readonly StoredEvent[])[] = []
    for await (const batch of large.events.readAll(options)) pages.push(batch)
    return pages
  }
  const all = await pagesOf({})
  expect(all.flat().map(({ data }) => data.length)).toEqual(lengths)
  for (const page of all) expect(page.reduce((sum, { data }) => sum + data.length, 0)).toBeLessThanOrEqual(8_000_000)
  // of some types, the pages follow from the one before
  for (const metadata of [true, false]) {
    const common = await pagesOf({ types: ['Common'], batchSize: 30, metadata })
    expect(common.flat().map(({ position }) => position)).toEqual(
      all.flatMap((page) => page.filter(({ type }) => type === 'Common').map(({ position }) => position)),
    )
    expect(common.map(({ length }) => length)).toEqual([30, 30, 30, 30, 26, 14])
  }
  await large.close()
})

it('leaves ids and metadata empty when `metadata` is false', async () => {
  const read = async (metadata: boolean) => {
    const events: StoredEvent[] = []
    for await (const batch of storage.events.readAll({ types: ['Rare7'], metadata })) events.push(...batch)
    return events
  }
  const full = await read(true)
  for (const event of full) {
    expect(event.metadata).toBe(`"m${event.data}"`)
    expect(event.hash).toMatch(/^[0-9a-f]{64}$/)
  }
  expect(await read(false)).toEqual(full.map((event) => ({ ...event, eventId: '', hash: '', metadata: '' })))
})

it('refuses a position that no SQLite store returns', async () => {
  const read = async (after: string) => {
    for await (const _ of storage.events.readAll({ after }));
  }
  for (const foreign of ['', 'abc', '-1', '1.5', '1/2', '99999999999999999999'])
    await expect(read(foreign)).rejects.toMatchObject({ _tag: 'StorageError', fault: 'missing' })
})

it('lets timers run during a long read', async () => {
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  for await (const batch of storage.events.readAll({ batchSize: 1_000 })) expect(batch).toHaveLength(1_000)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(0)
})
