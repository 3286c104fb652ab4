import { setTimeout as sleep } from 'node:timers/promises'
import type { StoredEvent } from '@skein/engine'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'
import { startChild } from './child.js'
import { temporaryFolder } from './temporary-folder.js'

const folder = temporaryFolder('processes')
beforeAll(folder.make)
afterAll(folder.remove)

const appendOf = ({ data }: StoredEvent): { append: string; index: number; count: number } => JSON.parse(data)

it('several processes write one stream, each append whole and once, while a reader pages through the log', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  const turns = 60
  const writers = ['a', 'b', 'c'].map((name) =>
    startChild(new URL('./children/append.ts', import.meta.url), path, name, String(turns), 'journey-t1'),
  )
  let running = writers.length
  for (const writer of writers) void writer.ended.then(() => running--)
  const seen: StoredEvent[] = []
  for (let isLast = false; !isLast; await sleep(1)) {
    isLast = running === 0
    const after = seen.at(-1)?.position
    for await (const batch of storage.events.readAll({ ...(after === undefined ? {} : { after }), batchSize: 5 }))
      seen.push(...batch)
  }
  for (const writer of writers) {
    expect(writer.complaints()).toBe('')
    expect(await writer.ended).toBe(0)
  }
  expect(seen.map(({ revision }) => revision)).toEqual(Array.from({ length: seen.length }, (_, index) => index))
  expect(seen).toHaveLength(writers.length * turns * 2)
  const whole = seen.filter((event) => appendOf(event).index === 0)
  expect(new Set(whole.map((event) => appendOf(event).append)).size).toBe(writers.length * turns)
  for (const [index, event] of seen.entries()) {
    const { append, index: place } = appendOf(event)
    const first = seen[index - place]
    expect(first && appendOf(first)).toMatchObject({ append, index: 0 })
  }
  await storage.close()
})

it('a follower in another process sees what is appended here, and then ends by itself', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  const follower = startChild(new URL('./children/follow.ts', import.meta.url), path, '30')
  await follower.said(1)
  for (let turn = 0; turn < 30; turn++) {
    const event = { eventId: `${turn}`, type: 'Happened', schemaVersion: 1, data: '{}', metadata: '{}' }
    await storage.events.append('journey-t1', [event], turn === 0 ? 'none' : turn - 1)()
  }
  expect(await follower.ended).toBe(0)
  expect(follower.complaints()).toBe('')
  expect(follower.lines.at(-1)).toBe('saw 30')
  await storage.close()
})
