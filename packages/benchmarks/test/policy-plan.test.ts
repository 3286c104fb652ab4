// A policy is put right by which many batches were judged: the plan is made in bounded memory, in a process of its own that is
// given no more. SKEIN_BATCHES sets how many batches (default 20; 300 in the long run).
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { openSqlite } from '@skein/storage-sqlite'
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { enterClosedBatches, personOf } from './closed-batches.ts'

const batches = Number(process.env.SKEIN_BATCHES ?? 20)
const isLong = batches > 100
const people = isLong ? 30 : 20
/** One person of each batch would fail with 60, everybody with 81. */
const [passScore, affectedInBatch] = isLong ? [60, 1] : [81, people]
/** A process that plans nothing needs 25. */
const heapMb = isLong ? 128 : 56

const folder = temporaryFolder('policy-plan')
beforeAll(folder.create)
afterAll(folder.remove)

it(`a policy by which ${batches} batches of ${people} were judged is planned in a heap of ${heapMb} MB; the dry run names whose results change`, async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path, durability: 'normal' })
  await enterClosedBatches(storage, batches, people)
  const recorded = await storage.events.count()
  const child = fileURLToPath(new URL('./children/plan-policy.ts', import.meta.url))
  const { stdout } = await promisify(execFile)(
    process.execPath,
    [`--max-old-space-size=${heapMb}`, child, path, `${passScore}`],
    { maxBuffer: 2 ** 25 },
  )
  // sound: the child writes it
  const { streams, affected } = JSON.parse(stdout) as { streams: number; affected: readonly string[] }
  const journeys = Array.from({ length: batches }, (_, batch) =>
    Array.from({ length: affectedInBatch }, (_, number) => `journey-${personOf(batch, number)}`),
  ).flat()
  expect(affected.filter((stream) => stream.startsWith('journey-')).toSorted()).toEqual(journeys.toSorted())
  expect(streams).toBe(1 + batches + journeys.length)
  expect(await storage.events.count()).toBe(recorded)
  await storage.close()
}, 1_800_000)
