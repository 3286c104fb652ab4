import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredEvent } from '@skein/engine'
import { sampleEvent, startChild, temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-processes')
beforeAll(folder.create)
afterAll(folder.remove)

const appendOf = ({ data }: StoredEvent): { append: string; index: number; count: number } => JSON.parse(data)

it('stores each append of several processes whole and once, while a reader pages through the log', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  const turns = 60
  const writers = ['a', 'b', 'c'].map((name) =>
    startChild(new URL('./children/append.ts', import.meta.url), path, name, String(turns), 'journey-t1'),
  )
  let running = writers.length
  for (const writer of writers) void writer.ended.then(() => running--)
  const read: StoredEvent[] = []
  for (let isLast = false; !isLast; await sleep(1)) {
    isLast = running === 0
    const after = read.at(-1)?.position
    for await (const batch of storage.events.readAll({ ...(after === undefined ? {} : { after }), batchSize: 5 }))
      read.push(...batch)
  }
  for (const writer of writers) {
    expect(writer.errorOutput()).toBe('')
    expect(await writer.ended).toBe(0)
  }
  expect(read.map(({ revision }) => revision)).toEqual(Array.from({ length: read.length }, (_, index) => index))
  expect(read).toHaveLength(writers.length * turns * 2)
  const firstEvents = read.filter((event) => appendOf(event).index === 0)
  expect(new Set(firstEvents.map((event) => appendOf(event).append)).size).toBe(writers.length * turns)
  for (const [at, event] of read.entries()) {
    const { append, index } = appendOf(event)
    const first = read[at - index]
    expect(first && appendOf(first)).toMatchObject({ append, index: 0 })
  }
  await storage.close()
})

it('wakes a follower in another process, whose process ends once the store is closed', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  const follower = startChild(new URL('./children/follow.ts', import.meta.url), path, '30')
  await follower.waitForLines(1)
  for (let turn = 0; turn < 30; turn++)
    await storage.events.append('journey-t1', [sampleEvent(`${turn}`)], turn === 0 ? 'none' : turn - 1)()
  expect(await follower.ended).toBe(0)
  expect(follower.errorOutput()).toBe('')
  expect(follower.lines.at(-1)).toBe('read 30')
  await storage.close()
})
