// The read models of the domain are equal to a naive fold of the log, however they were built: on SQLite, and with a third of
// all entries late on every kind of store.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fc, test } from '@fast-check/vitest'
import { domain } from '@skein/core'
import {
  Follower,
  openMemory,
  type RebuildOptions,
  reader,
  rebuild,
  type Storage,
  type StoredEvent,
} from '@skein/engine'
import { day } from '@skein/kernel'
import { openEventStoreDB, withEvents } from '@skein/storage-eventstoredb'
import { openPostgres } from '@skein/storage-postgres'
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, describe, expect } from 'vitest'
import { type PostgresServer, startPostgres } from '../src/postgres-server.ts'
import { startEventStore } from './event-store-server.ts'
import { appendAll, type Content, contentOf, folded, lateEvents, simulatedEvents } from './histories.ts'

let folder = ''
let files = 0
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'skein-read-models-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const withStore = async (work: (storage: Storage) => Promise<void>): Promise<void> => {
  files += 1
  const storage = await openSqlite({ path: join(folder, `${files}.db`), durability: 'normal' })
  try {
    await work(storage)
  } finally {
    await storage.close()
  }
}

/** Rebuilds in steps: aborts after some pages and resumes until it is done; the number of interruptions. */
const rebuildWithInterruptions = async (storage: Storage, pages: number, options: RebuildOptions): Promise<number> => {
  for (let stops = 0; ; stops += 1) {
    const controller = new AbortController()
    let left = pages
    const readAll: typeof storage.events.readAll = async function* (options) {
      for await (const page of storage.events.readAll(options)) {
        if (left-- <= 0) controller.abort()
        yield page
      }
    }
    const events = new Proxy(storage.events, {
      get(target, name) {
        const found: unknown = name === 'readAll' ? readAll : Reflect.get(target, name)
        return typeof found === 'function' ? found.bind(target) : found
      },
    })
    const report = await rebuild(domain, { ...storage, events }, { ...options, signal: controller.signal })
    if (!report.interrupted) return stops
  }
}

const seed = fc.integer({ min: 1, max: 1_000_000 })
const share = fc.double({ min: 0.1, max: 0.9, noNaN: true })
const keeping = fc.record({ cache: fc.constantFrom(0, 20, 200_000), longStream: fc.constantFrom(0, 5, 64) })

describe('read models that are followed, rebuilt or resumed are equal to a naive fold', () => {
  test.prop([seed, share, keeping, fc.integer({ min: 0, max: 4 })], { numRuns: 8 })(
    'for simulated histories',
    (seed, share, keeping, pages) =>
      withStore(async (storage) => {
        const events = await simulatedEvents(seed)
        const expected = folded(events)
        const follower = new Follower(domain, storage, { batchSize: 50, ...keeping })
        await appendAll(storage, events.slice(0, events.length * share))
        await follower.catchUp()
        await appendAll(storage, events.slice(events.length * share))
        await follower.catchUp()
        expect(await contentOf(storage)).toEqual(expected)
        const restarted = { restart: true, batchSize: 100, ...keeping }
        expect(await rebuild(domain, storage, restarted)).toMatchObject({ ok: true })
        expect(await contentOf(storage)).toEqual(expected)
        expect(await rebuildWithInterruptions(storage, pages, { batchSize: 25, ...keeping })).toBeGreaterThan(0)
        expect(await contentOf(storage)).toEqual(expected)
      }),
    60_000,
  )

  test.prop([seed, share], { numRuns: 4 })(
    'when the version of projections changes half-way',
    (seed, share) =>
      withStore(async (storage) => {
        const events = await simulatedEvents(seed)
        const next = {
          ...domain,
          projections: domain.projections.map((one) => ({ ...one, version: one.version + 1 })),
        }
        await appendAll(storage, events.slice(0, events.length * share))
        const [older, newer] = [new Follower(domain, storage), new Follower(next, storage, { batchSize: 100 })]
        await older.catchUp()
        await newer.catchUp()
        await appendAll(storage, events.slice(events.length * share))
        await newer.catchUp()
        await older.catchUp()
        expect(await contentOf(storage, next)).toEqual(folded(events))
        expect(await contentOf(storage)).toEqual(folded(events))
      }),
    60_000,
  )

  test.prop([seed, share], { numRuns: 4 })(
    'when events are appended during the rebuild',
    (seed, share) =>
      withStore(async (storage) => {
        const events = await simulatedEvents(seed)
        await appendAll(storage, events.slice(0, events.length * share))
        let arriving: Promise<void> | undefined
        const onProgress = () => {
          arriving ??= appendAll(storage, events.slice(events.length * share))
        }
        expect(await rebuild(domain, storage, { batchSize: 50, onProgress })).toMatchObject({ ok: true })
        await arriving
        await new Follower(domain, storage).catchUp()
        expect(await contentOf(storage)).toEqual(folded(events))
      }),
    60_000,
  )
})

describe('read models with a third of all entries late, some annulled, replaced or contradicted', () => {
  let server: PostgresServer | undefined
  beforeAll(async () => {
    server = await startPostgres()
  }, 60_000)
  afterAll(() => server?.stop())

  const freshSqlite = () => {
    files += 1
    return openSqlite({ path: join(folder, `${files}.db`), durability: 'normal' })
  }
  const freshPostgres = async () => openPostgres({ url: (await server?.freshDatabase()) ?? '', poolSize: 3 })

  interface Late {
    readonly events: readonly StoredEvent[]
    readonly expected: Content
    /** How many of the events are there before the read models are followed. */
    readonly first: number
    readonly keeping: { readonly cache: number; readonly longStream: number }
    readonly pages: number
  }

  /** Followed in two steps, rebuilt, and rebuilt with interruptions, they are as expected each time. */
  const assertSame = async (storage: Storage, { events, expected, first, keeping, pages }: Late): Promise<void> => {
    const follower = new Follower(domain, storage, { batchSize: 50, ...keeping })
    if ((await storage.events.head()) === undefined) {
      await appendAll(storage, events.slice(0, first))
      await follower.catchUp()
      await appendAll(storage, events.slice(first))
    }
    await follower.catchUp()
    expect(await contentOf(storage)).toEqual(expected)
    await rebuild(domain, storage, { restart: true, batchSize: 100, ...keeping })
    expect(await contentOf(storage)).toEqual(expected)
    await rebuildWithInterruptions(storage, pages, { batchSize: 25, ...keeping })
    expect(await contentOf(storage)).toEqual(expected)
  }

  const lateHistory = async (seed: number, share: number, keeping: Late['keeping'], pages: number): Promise<Late> => {
    const events = await lateEvents(seed)
    return { events, expected: folded(events), first: Math.floor(events.length * share), keeping, pages }
  }

  test.prop([seed, share, keeping, fc.integer({ min: 0, max: 4 })], { numRuns: 3 })(
    'are the same when followed, rebuilt or resumed, on memory, SQLite and PostgreSQL, and in another database',
    async (seed, share, keeping, pages) => {
      const late = await lateHistory(seed, share, keeping, pages)
      const [memory, sqlite, postgres, other] = [
        openMemory(),
        await freshSqlite(),
        await freshPostgres(),
        await freshSqlite(),
      ]
      for (const storage of [memory, sqlite, postgres, { ...postgres, readModels: other.readModels }])
        await assertSame(storage, late)
      await Promise.all([memory, sqlite, postgres, other].map((storage) => storage.close()))
    },
    180_000,
  )

  test.prop([seed, share, keeping, fc.integer({ min: 0, max: 4 })], { numRuns: 2 })(
    'are the same with events on EventStoreDB, and read models in SQLite or PostgreSQL',
    async (seed, share, keeping, pages) => {
      const late = await lateHistory(seed, share, keeping, pages)
      const eventStore = await startEventStore()
      try {
        const events = await openEventStoreDB({ url: eventStore.url })
        const [sqlite, postgres] = [await freshSqlite(), await freshPostgres()]
        for (const other of [sqlite, postgres]) await assertSame(withEvents(events, other), late)
        // closes the events, too
        await withEvents(events, sqlite).close()
        await postgres.close()
      } finally {
        await eventStore.stop()
      }
    },
    180_000,
  )
})

test(
  'readers see either the complete old read model or the complete new one during a rebuild',
  { timeout: 60_000 },
  () =>
    withStore(async (storage) => {
      const events = await simulatedEvents(3, 60)
      await appendAll(storage, events.slice(0, events.length / 2))
      await rebuild(domain, storage)
      const read = reader(domain, storage, () => day('2019-06-01'))
      const look = async (name: string) => JSON.stringify(await read(name).list({ limit: 10_000 }))
      const names = ['journeyTimeline', 'journeyFunnel', 'batchRegister', 'worklist']
      const before = new Map<string, string>()
      for (const name of names) before.set(name, await look(name))
      await appendAll(storage, events.slice(events.length / 2))

      const looks = new Map(names.map((name) => [name, new Set<string>()]))
      let isOver = false
      const reading = (async () => {
        while (!isOver) {
          for (const [name, seen] of looks) seen.add(await look(name))
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      })()
      await rebuild(domain, storage, { batchSize: 20, checkpointEvery: 40 })
      isOver = true
      await reading
      for (const [name, seen] of looks) {
        const after = await look(name)
        expect(after).not.toBe(before.get(name))
        expect(seen).toContain(before.get(name))
        for (const one of seen) expect([before.get(name), after]).toContain(one)
      }
    }),
)
