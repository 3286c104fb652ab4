// A machine whose clock was wrong, and is set right.
import { setTimeout as sleep } from 'node:timers/promises'
import { sampleEvent, temporaryFolder } from '@skein/tooling/testing'
import Database from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-clock')
beforeAll(folder.create)
afterAll(folder.remove)
afterEach(() => {
  vi.useRealTimers()
})

const day = 86_400_000

it('grants a lock that was taken while the clock was a day ahead', async () => {
  const storage = await openSqlite({ path: folder.freshPath() })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + day })
  await storage.readModels.lock('name', { name: 'ahead', ttl: 30_000 })
  expect(await storage.readModels.lock('name', { name: 'two', ttl: 30_000 })).toEqual({ held: false, by: 'ahead' })
  vi.useRealTimers()
  expect(await storage.readModels.lock('name', { name: 'two', ttl: 30_000 })).toEqual({ held: true })
  expect(await storage.readModels.lock('name', { name: 'ahead', ttl: 30_000 })).toEqual({ held: false, by: 'two' })
  await storage.close()
})

it('waits no longer than its time limit for another writer, though the clock is set back meanwhile', async () => {
  const path = folder.freshPath()
  const [one, other] = [await openSqlite({ path }), await openSqlite({ path, busyTimeoutMs: 300 })]
  const writer = new Database(path)
  writer.exec('BEGIN IMMEDIATE')
  const startedAt = performance.now()
  const waiting = other.readModels.begin('p', 1)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() - day })
  await expect(waiting).rejects.toMatchObject({ fault: 'unavailable' })
  expect(performance.now() - startedAt).toBeLessThan(5_000)
  writer.exec('ROLLBACK')
  writer.close()
  await one.close()
  await other.close()
})

it('lets timers run while another process holds the write lock', async () => {
  const path = folder.freshPath()
  const storage = await openSqlite({ path })
  const writer = new Database(path)
  writer.exec('BEGIN IMMEDIATE')
  let ticks = 0
  const timer = setInterval(() => ticks++, 1)
  const append = storage.events.append('waiting', [sampleEvent('1')], 'none')()
  await sleep(500)
  writer.exec('ROLLBACK')
  writer.close()
  expect(await append).toMatchObject({ _tag: 'Right' })
  clearInterval(timer)
  // hundreds on a machine that is idle; while SQLite itself waited it was one in 200 ms
  expect(ticks).toBeGreaterThan(50)
  await storage.close()
})
