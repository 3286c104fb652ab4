import { randomUUID } from 'node:crypto'
import type { Storage, StoredEvent } from '@skein/engine'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('log')
let storage: Storage

/** Thirty types: a common one, rarer and rarer ones, and one that comes all at once. */
const typeAt = (index: number): string => {
  if (index >= 20_000 && index < 23_000) return 'Burst'
  if (index % 3 !== 0) return 'Common'
  return `Rare${Math.floor(Math.sqrt(index % 841))}`
}
const all = Array.from({ length: 40_000 }, (_, index) => typeAt(index))

beforeAll(async () => {
  folder.make()
  storage = await openSqlite({ path: folder.freshPath(), durability: 'normal' })
  for (let start = 0; start < all.length; start += 1_000) {
    const events = all.slice(start, start + 1_000).map((type, index) => ({
      eventId: randomUUID(),
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

it('reads the same whether types are few or many, evenly spread or in a burst', async () => {
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
        const expected = all.flatMap((each, index) =>
          wanted.has(each) && index + 1 > after && index + 1 <= until ? [index] : [],
        )
        expect(read).toEqual(expected)
        const counted = all.filter((each, index) => wanted.has(each) && index + 1 > after).length
        expect(await storage.events.count({ after: String(after), types })).toBe(counted)
      },
    ),
    { numRuns: 60 },
  )
})

it('gives 5,000 events to a batch', async () => {
  const sizes: number[] = []
  for await (const batch of storage.events.readAll()) sizes.push(batch.length)
  expect(sizes).toEqual(Array.from({ length: 8 }, () => 5_000))
})

it('brings ids and metadata along, and leaves them where they are for who does without', async () => {
  const read = async (metadata: boolean) => {
    const events: StoredEvent[] = []
    for await (const batch of storage.events.readAll({ types: ['Rare7'], metadata })) events.push(...batch)
    return events
  }
  const full = await read(true)
  for (const event of full) {
    expect(event.metadata).toBe(`"m${event.data}"`)
    expect(event.eventId).toMatch(/^[0-9a-f-]{36}$/)
  }
  expect(await read(false)).toEqual(full.map((event) => ({ ...event, eventId: '', metadata: '' })))
})

it('refuses a position that is none of its own', async () => {
  const read = async (after: string) => {
    for await (const _ of storage.events.readAll({ after }));
  }
  for (const strange of ['', 'abc', '-1', '1.5', '1/2', '99999999999999999999'])
    await expect(read(strange)).rejects.toMatchObject({ _tag: 'StorageError', fault: 'missing' })
})

it('lets timers have their turn while a long read goes on', async () => {
  let turns = 0
  const timer = setInterval(() => turns++, 0)
  for await (const batch of storage.events.readAll({ batchSize: 1_000 })) expect(batch).toHaveLength(1_000)
  clearInterval(timer)
  expect(turns).toBeGreaterThan(0)
})
