// 8 processes append to one store while a reader reads the log in batches and a projection follows it.
// SKEIN_RACE_EVENTS is the number of events (default 4,000; 100,000 in `pnpm test:long`).
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { follow, reader, type StoredEvent } from '@skein/engine'
import { type AnyAggregate, day, eventTypes, type Projection } from '@skein/kernel'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { z } from 'zod'
import { openStorage } from '../src/storage/open-storage.js'
import { freshStore, type Server, startPostgres } from './servers.js'
import { temporaryFolder } from './skein.js'

const processes = 8
const each = Math.ceil(Number(process.env.SKEIN_RACE_EVENTS ?? 4_000) / processes)
const total = each * processes

const { folder, remove } = temporaryFolder()
let postgres: Server
beforeAll(async () => {
  postgres = await startPostgres()
}, 60_000)
afterAll(async () => {
  await postgres.stop()
  remove()
})

const CountsOf = z.object({ events: z.int(), last: z.int().optional() })
type Counts = z.infer<typeof CountsOf>

/** A domain with a projection that counts events, in each stream and in all, and records which it handled. */
const countingDomain = (handled: string[]) => {
  const Counted = z.object({ type: z.literal('Counted'), data: z.object({ on: z.string() }) })
  const projection: Projection<Counts, Counts, Counts> = {
    name: 'counts',
    version: 1,
    reads: ['Counted'],
    row: (row, _, { stream, revision }) => {
      handled.push(idOf({ stream, revision }))
      return { events: (row?.events ?? 0) + 1, last: revision }
    },
    documents: (row, id) => [[id, row]],
    tallies: ({ events }) => [['all', { events }]],
    publish: ({ own, tally }) => ({ events: tally.events ?? 0, ...own }),
    schema: CountsOf,
  }
  const aggregate: AnyAggregate = {
    name: 'count',
    events: eventTypes([Counted]),
    commands: {},
    rules: [],
    decider: {
      initialState: {},
      evolve: (state) => state,
      views: () => ({}),
      absentViews: {},
      propose: () => [],
    },
  }
  return { aggregates: [aggregate], projections: [projection], views: [] }
}

const idOf = ({ stream, revision }: Pick<StoredEvent, 'stream' | 'revision'>): string => `${stream} ${revision}`

/** Appends events in a process of its own; returns how many were acknowledged. */
const appendInProcess = async (url: string, name: string): Promise<number> => {
  const script = fileURLToPath(new URL('./children/append.ts', import.meta.url))
  const child = spawn(process.execPath, [script, url, name, String(each)], { stdio: ['ignore', 'pipe', 'inherit'] })
  let stdout = ''
  child.stdout.on('data', (chunk: Buffer) => {
    stdout += chunk.toString()
  })
  await once(child, 'close')
  return Number(stdout)
}

it.each(['SQLite', 'PostgreSQL'])(
  `${processes} processes append ${total} events to %s: a reader and a projection see each event once, in the same order`,
  async (store) => {
    const url = store === 'SQLite' ? `sqlite:${join(folder, 'base.db')}` : freshStore(postgres)
    const storage = await openStorage(url)
    const handled: string[] = []
    const domain = countingDomain(handled)
    const stop = new AbortController()
    const following = follow(domain, storage, { signal: stop.signal })
    // a projection that is still being built may replay a stream that grows meanwhile
    while (!(await storage.readModels.generations('counts')).some(({ state }) => state === 'live')) await sleep(5)

    let areWriting = true
    const startedAt = performance.now()
    const writing = Promise.all(
      Array.from({ length: processes }, (_, index) => appendInProcess(url, `p${index}`)),
    ).finally(() => {
      areWriting = false
    })
    const seen: StoredEvent[] = []
    for (let isLast = false; !isLast; await sleep(1)) {
      isLast = !areWriting
      const after = seen.at(-1)?.position
      for await (const batch of storage.events.readAll({ ...(after === undefined ? {} : { after }), batchSize: 500 }))
        seen.push(...batch)
    }
    const acknowledged = (await writing).reduce((sum, count) => sum + count, 0)
    const seconds = (performance.now() - startedAt) / 1000
    const counts = reader(domain, storage, () => day('2018-06-11'))('counts')
    const countOf = async (key: string) => CountsOf.optional().parse(await counts.get(key))?.events
    while (handled.length < total) await sleep(10)
    while ((await countOf('all')) !== total) await sleep(10)
    stop.abort()
    await following

    expect(acknowledged).toBe(total)
    expect(new Set(seen.map(({ hash }) => hash)).size).toBe(total)
    expect(seen).toHaveLength(total)
    const ids = seen.map(idOf)
    expect(handled).toEqual(ids)
    expect(new Set(ids).size).toBe(total)
    console.info(
      `${store}: ${total} events by ${processes} processes in ${seconds.toFixed(1)} s, read and projected once each, in one order`,
    )
    await storage.close()
  },
  60_000 + total * 10,
)
