// The command line on a log with very many streams, with a small heap. SKEIN_MANY_STREAMS is their number (default 8,000;
// 200,000 in the long run).
import { statSync } from 'node:fs'
import { openSqlite } from '@skein/storage-sqlite'
import { temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { recordManyStreams } from './many-streams.ts'
import { endsWithin, runWithHeap } from './run-program.ts'

const streams = Number(process.env.SKEIN_MANY_STREAMS ?? 8000)
const isLong = streams >= 100_000
/** In megabytes: what each command needs for a few streams, and a little more. */
const heaps = isLong ? { verify: 64, check: 128, worklist: 96 } : { verify: 48, check: 100, worklist: 56 }
const bin = new URL('../../../cli/dist/bin.js', import.meta.url)
const folder = temporaryFolder('many-streams')
const timeout = 1_800_000

describe(`with ${streams} streams`, () => {
  let path = ''
  beforeAll(async () => {
    folder.create()
    path = folder.freshPath()
    const storage = await openSqlite({ path, durability: 'normal' })
    await recordManyStreams(storage.events, streams)
    await storage.close()
  }, timeout)
  afterAll(folder.remove)

  const run = async (heap: number, ...args: readonly string[]): Promise<Readonly<Record<string, unknown>>> => {
    const lines = await runWithHeap(heap, bin, ...args, '--json', '--store', `sqlite:${path}`)
    return JSON.parse(lines.at(-1) ?? '')
  }

  it(`verify takes a heap of ${heaps.verify} MB`, { timeout }, async () => {
    expect(await run(heaps.verify, 'verify')).toMatchObject({ ok: true, count: 0 })
  })

  it(`check takes a heap of ${heaps.check} MB`, { timeout }, async () => {
    expect(await run(heaps.check, 'check')).toMatchObject({ ok: true, count: 0 })
  })

  it('rebuild commits a few megabytes at a time, so that the write-ahead log stays small', { timeout }, async () => {
    let longest = 0
    const timer = setInterval(() => {
      longest = Math.max(longest, statSync(`${path}-wal`, { throwIfNoEntry: false })?.size ?? 0)
    }, 20)
    expect(await run(2048, 'rebuild', '--all')).toMatchObject({ ok: true })
    clearInterval(timer)
    expect(longest).toBeGreaterThan(0)
    expect(longest).toBeLessThan(64_000_000)
  })

  it.runIf(isLong)('rebuild ends although it is killed every nine seconds', { timeout }, async () => {
    let runs = 1
    while (!(await endsWithin(9_000, bin, 'rebuild', '--all', '--store', `sqlite:${path}`))) runs += 1
    console.info(`a rebuild of ${streams} streams, killed every nine seconds, ended at the run ${runs}`)
    expect(runs).toBeLessThan(100)
  })

  it(`worklist --json takes a heap of ${heaps.worklist} MB`, { timeout }, async () => {
    const { count, items } = await run(heaps.worklist, 'worklist', '--today', '2020-01-01')
    expect(count).toBeGreaterThan(streams / 2)
    expect(items).toHaveLength(Number(count))
  })
})
