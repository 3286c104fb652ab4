import { randomInt } from 'node:crypto'
import type { Storage, StoredEvent } from '@skein/engine'
import {
  acknowledgedAppends,
  expectConsistentReadModel,
  expectWholeAppends,
  startChild,
  temporaryFolder,
} from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-kill')
beforeAll(folder.create)
afterAll(folder.remove)

/** SKEIN_KILLS=300 runs more. */
const kills = Number(process.env.SKEIN_KILLS ?? 5)

it(
  `keeps what was acknowledged, whole and readable, when its process is killed (${kills} times)`,
  async () => {
    let path = ''
    let acknowledged: string[] = []
    const counted = { acknowledged: 0, stored: 0 }
    for (let round = 0; round < kills; round++) {
      // the whole file is read after every kill, so a new one begins from time to time
      if (round % 20 === 0) {
        path = folder.freshPath()
        acknowledged = []
      }
      const child = startChild(new URL('./children/append.ts', import.meta.url), path, `round${round}`, '1000000')
      // at any time: while it opens the file, or in the middle of a write
      await child.waitForLines(randomInt(1, 400))
      child.kill()
      expect(await child.ended).toBe('SIGKILL')
      expect(child.errorOutput()).toBe('')
      acknowledged.push(...child.lines)
      const stored = await expectRecovered(path, round, acknowledged, child.lines)
      counted.acknowledged += acknowledgedAppends(child.lines).length
      if (round % 20 === 19 || round === kills - 1) counted.stored += stored
    }
    console.info(
      `${kills} kills: ${counted.acknowledged} appends acknowledged, ${counted.stored} stored, 0 lost, 0 doubled`,
    )
  },
  20_000 + kills * 3_000,
)

const expectRecovered = async (path: string, round: number, all: readonly string[], last: readonly string[]) => {
  const file = new Database(path)
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
  file.close()
  const storage = await openSqlite({ path })
  try {
    const stored = new Set(await expectWholeAppends(streamByStream(storage)))
    expect(acknowledgedAppends(all).filter((append) => !stored.has(append))).toEqual([])
    await expectConsistentReadModel(storage, `filled-by-round${round}`, last)
    return stored.size
  } finally {
    await storage.close()
  }
}

async function* streamByStream({ events }: Storage): AsyncGenerator<readonly StoredEvent[]> {
  const streams = new Set<string>()
  for await (const batch of events.readAll()) for (const { stream } of batch) streams.add(stream)
  for (const stream of streams) yield* events.readStream(stream)
}
