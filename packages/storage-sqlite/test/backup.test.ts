import { copyFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { sampleEvent, temporaryFolder } from '@skein/tooling/testing'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'
import { makeDatabase } from './made-database.js'

const folder = temporaryFolder('sqlite-backup')
beforeAll(folder.create)
afterAll(folder.remove)

describe('backup', () => {
  it('copies events, read models and keys while they are in use', async () => {
    const path = await makeDatabase(folder.freshPath())
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    await storage.keys.add('journey-t1', { keyId: 'k1', wrapped: 'w1' })
    const { id } = await storage.readModels.begin('projection', 1)
    const copied = storage.backup(copy)
    for (let turn = 0; turn < 50; turn++)
      expect(
        await storage.events.append('journey-t2', [sampleEvent(`b${turn}`)], turn === 0 ? 'none' : turn - 1)(),
      ).toMatchObject({
        _tag: 'Right',
      })
    await copied
    await storage.close()
    const restored = await openSqlite({ path: copy })
    let count = 0
    for await (const batch of restored.events.readStream('journey-t1')) count += batch.length
    expect(count).toBe(200)
    expect((await restored.readModels.generations('projection')).map((generation) => generation.id)).toEqual([id])
    expect((await restored.keys.find(['journey-t1'])).size).toBe(1)
    await restored.close()
  })

  it('leaves the keys out if `keysPath` is false, and overwrites no file', async () => {
    const path = await makeDatabase(folder.freshPath())
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    await storage.backup(copy, { keysPath: false })
    expect(() => readFileSync(`${copy}.keys`)).toThrow(/ENOENT/)
    await expect(storage.backup(copy)).rejects.toMatchObject({
      fault: 'failed',
      message: expect.stringMatching(/exists/),
    })
    await expect(storage.backup(join(folder.path, 'none', 'a.db'))).rejects.toMatchObject({ _tag: 'StorageError' })
    await storage.close()
    await expect(storage.backup(folder.freshPath())).rejects.toMatchObject({ fault: 'closed' })
  })

  it('ends although others commit all the time, and holds what was committed before it', async () => {
    const path = await makeDatabase(folder.freshPath())
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    const other = await openSqlite({ path })
    let isCopying = true
    const commits = (async () => {
      let count = 0
      for (; isCopying; count++) await other.events.append(`stream-${count}`, [sampleEvent(`c${count}`)], 'none')()
      return count
    })()
    await storage.backup(copy, { keysPath: false })
    isCopying = false
    expect(await commits).toBeGreaterThan(0)
    await Promise.all([storage.close(), other.close()])
    const restored = await openSqlite({ path: copy, keysPath: `${path}.keys` })
    expect(await restored.events.count()).toBeGreaterThanOrEqual(200)
    await restored.close()
  }, 20_000)

  it('ends with the reason of its signal, and leaves no file', async () => {
    const path = await makeDatabase(folder.freshPath())
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    const signal = AbortSignal.abort(new Error('enough'))
    await expect(storage.backup(copy, { signal })).rejects.toThrow('enough')
    for (const name of [copy, `${copy}.partial`]) expect(() => readFileSync(name)).toThrow(/ENOENT/)
    await storage.close()
  })

  it('copies a large file in steps, between which the process does other work and its signal can end it', async () => {
    const path = await makeDatabase(folder.freshPath())
    const storage = await openSqlite({ path, durability: 'normal' })
    const { id } = await storage.readModels.begin('large', 1)
    const puts = Array.from({ length: 30 }, (_, index) => ({
      space: 'doc' as const,
      key: `k${index}`,
      value: 'x'.repeat(1_000_000),
    }))
    await storage.readModels.commit(id, { from: undefined, to: '200', events: 0, puts, deletes: [] })
    let turns = 0
    let stop: AbortController | undefined
    const turn = () => {
      turns += 1
      if (turns === 3) stop?.abort(new Error('enough'))
      timer = setImmediate(turn)
    }
    let timer = setImmediate(turn)
    await storage.backup(folder.freshPath(), { keysPath: false })
    expect(turns).toBeGreaterThan(5)
    turns = 0
    stop = new AbortController()
    const copy = folder.freshPath()
    await expect(storage.backup(copy, { keysPath: false, signal: stop.signal })).rejects.toThrow('enough')
    clearImmediate(timer)
    for (const name of [copy, `${copy}.partial`]) expect(() => readFileSync(name)).toThrow(/ENOENT/)
    await storage.close()
  })

  it('is completed before close', async () => {
    const path = await makeDatabase(folder.freshPath())
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    const copied = storage.backup(copy, { keysPath: false })
    await storage.close()
    await copied
    const restored = await openSqlite({ path: copy, keysPath: `${path}.keys` })
    expect(await restored.events.count()).toBe(200)
    await restored.close()
  })

  it('is restored by putting the copies in the place of lost files', async () => {
    const path = await makeDatabase(folder.freshPath())
    const copy = folder.freshPath()
    const storage = await openSqlite({ path })
    await storage.backup(copy)
    await storage.close()
    for (const suffix of ['', '-wal', '-shm', '.keys']) rmSync(`${path}${suffix}`, { force: true })
    for (const suffix of ['', '.keys']) copyFileSync(`${copy}${suffix}`, `${path}${suffix}`)
    const restored = await openSqlite({ path })
    expect(await restored.events.count()).toBe(200)
    await restored.close()
  })
})
