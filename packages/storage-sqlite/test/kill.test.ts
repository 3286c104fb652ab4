import { randomInt } from 'node:crypto'
import type { Storage } from '@skein/engine'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'
import { startChild } from './child.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('kill')
beforeAll(folder.make)
afterAll(folder.remove)

/** More on demand: SKEIN_KILLS=300. */
const kills = Number(process.env.SKEIN_KILLS ?? 5)

it(
  `what was acknowledged is there after kill -9, whole and readable (${kills} times)`,
  async () => {
    let path = ''
    let acknowledged: string[] = []
    const counted = { acknowledged: 0, kept: 0 }
    for (let round = 0; round < kills; round++) {
      // each file is read anew after every kill: it must not grow for ever
      if (round % 20 === 0) {
        path = folder.freshPath()
        acknowledged = []
      }
      const child = startChild(new URL('./children/append.ts', import.meta.url), path, `round${round}`, '1000000')
      // anywhere: while it opens the file, and in the middle of its writing
      await child.said(randomInt(1, 400))
      child.kill()
      expect(await child.ended).toBe('SIGKILL')
      expect(child.complaints()).toBe('')
      acknowledged.push(...child.lines)
      const kept = await expectKept(path, round, acknowledged, child.lines)
      counted.acknowledged += child.lines.filter((line) => !line.startsWith('checkpoint ')).length
      if (round % 20 === 19 || round === kills - 1) counted.kept += kept
    }
    console.info(
      `${kills} kills: ${counted.acknowledged} appends acknowledged, ${counted.kept} there, 0 lost, 0 doubled`,
    )
  },
  20_000 + kills * 3_000,
)

const expectKept = async (path: string, round: number, all: readonly string[], last: readonly string[]) => {
  const file = new Database(path)
  expect(file.pragma('integrity_check', { simple: true })).toBe('ok')
  file.close()
  const storage = await openSqlite({ path })
  try {
    const kept = await wholeAppends(storage)
    const lost = all.filter((line) => !line.startsWith('checkpoint ') && !kept.has(line))
    expect(lost).toEqual([])
    await expectFilled(storage, `filled-by-round${round}`, last)
    return kept.size
  } finally {
    await storage.close()
  }
}

/** The names of all appends; fails where one is not there in one piece. */
const wholeAppends = async ({ events }: Storage): Promise<ReadonlySet<string>> => {
  const streams = new Set<string>()
  for await (const batch of events.readAll()) for (const { stream } of batch) streams.add(stream)
  const names = new Set<string>()
  for (const stream of streams) {
    let revision = 0
    let left = 0
    for await (const batch of events.readStream(stream))
      for (const event of batch) {
        const { append, index, count } = JSON.parse(event.data)
        expect(event.revision).toBe(revision++)
        left = index === 0 ? count - 1 : left - 1
        expect(left).toBe(count - 1 - index)
        if (left > 0) continue
        expect(names.has(append)).toBe(false)
        names.add(append)
      }
    expect(left).toBe(0)
  }
  return names
}

/** The checkpoint, the documents and what was acknowledged say the same. */
const expectFilled = async ({ readModels }: Storage, projection: string, lines: readonly string[]) => {
  const acknowledged = lines.filter((line) => line.startsWith('checkpoint ')).length
  const [generation] = await readModels.generations(projection)
  const reached = Number(generation?.checkpoint ?? 0)
  expect(reached).toBeGreaterThanOrEqual(acknowledged)
  if (generation === undefined) return
  expect(generation.events).toBe(reached)
  expect(await readModels.count(generation.id, 'doc')).toBe(reached === 0 ? 0 : reached + 1)
  const last = (await readModels.get(generation.id, 'doc', ['last'])).get('last')
  expect(last).toBe(generation.checkpoint)
}
