// Locks that were not released: who holds them, and how they are released.
import { openSqlite } from '@skein/storage-sqlite'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
const name = 'rebuild/worklist@2'
let path: string
let call: ReturnType<typeof callOn>
beforeAll(async () => {
  path = await simulatedStore(folder, 'a.db')
  call = (...args) => callOn(path)(...args, '--lang', 'en')
}, 60_000)

const heldBy = async (holder: string, ttl: number) => {
  const { readModels, close } = await openSqlite({ path })
  await readModels.lock(name, { name: holder, ttl })
  await close()
}
const locks = async () => resultOf(await call('status', '--json')).locks

describe('unlock', () => {
  it('says that nobody holds the lock', async () => {
    const { code, stderr } = await call('unlock', name)
    expect([code, stderr]).toEqual([1, `skein: nobody holds a lock ${name}; there are none.\n`])
  })

  it('without the name of the holder says who holds the lock since when, and what to type', async () => {
    await heldBy('server-1/7/0a1b2c3d', 0)
    const status = (await call('status')).stdout
    expect(status).toMatch(/^Lock rebuild\/worklist@2: held by server-1\/7\/0a1b2c3d since \d{4}-.*Z; expired, .*$/m)
    const { code, stderr } = await call('unlock', name)
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/held by server-1\/7\/0a1b2c3d since 2.*--holder server-1\/7\/0a1b2c3d --store/),
    ])
    expect(await locks()).toMatchObject([{ name, holder: 'server-1/7/0a1b2c3d', leftMs: 0 }])
  })

  it('refuses another holder than the one that was typed', async () => {
    const { code, stderr } = await call('unlock', name, '--holder', 'server-2')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/held by another one, server-1.*nothing was released/)])
  })

  it('releases a lock that has expired', async () => {
    const { code, stdout } = await call('unlock', name, '--holder', 'server-1/7/0a1b2c3d')
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^Released rebuild\/worklist@2, which server-1.* held/)])
    expect(await locks()).toEqual([])
  })

  it('releases a lock whose holder may be alive only with --force', async () => {
    await heldBy('server-1', 60_000)
    expect((await call('status')).stdout).toMatch(/held by server-1 since .*, renewed for \d+ s\.$/m)
    const refused = await call('unlock', name, '--holder', 'server-1')
    expect([refused.code, refused.stderr]).toEqual([1, expect.stringMatching(/is alive, or died.*Wait \d+ seconds/)])
    expect(await locks()).toMatchObject([{ name, holder: 'server-1' }])
    expect((await call('rebuild', 'worklist')).code).toBe(1)
    const forced = resultOf(await call('unlock', name, '--holder', 'server-1', '--force', '--json'))
    expect(forced).toMatchObject({ ok: true, released: { name, holder: 'server-1' } })
    expect((await call('rebuild', 'worklist')).code).toBe(0)
  }, 60_000)
})

describe('status', () => {
  it('shows the files and their write-ahead logs', async () => {
    const { stdout } = await call('status')
    expect(stdout).toContain(`\nFile ${path}: `)
    expect(stdout).toMatch(/a\.db\.keys: [\d.]+ kB, write-ahead log 0 B\.$/m)
    const storage = await openSqlite({ path })
    await storage.readModels.lock('other', { name: 'one', ttl: 0 })
    expect((await call('status')).stdout).toMatch(/a\.db: [\d.]+ kB, write-ahead log [\d.]+ kB\.$/m)
    await storage.readModels.unlock('other', 'one')
    await storage.close()
  })

  it('with --persons counts the persons whose keys are gone', async () => {
    const before = resultOf(await call('status', '--persons', '--json')).persons
    expect(before).toEqual({ persons: expect.any(Number), withoutKey: [] })
    expect((await call('status', '--persons')).stdout).toMatch(/^Persons: \d+ have .*, and each has a key\.$/m)
    const { keys, events, close } = await openSqlite({ path })
    let forgotten = ''
    for await (const batch of events.readAll())
      forgotten ||= batch.find(({ data }) => data.includes('ciphertext'))?.stream ?? ''
    expect(await keys.destroy(forgotten)).toBe(true)
    await close()
    expect(resultOf(await call('status', '--persons', '--json')).persons).toEqual({
      ...Object(before),
      withoutKey: [forgotten],
    })
    expect((await call('status', '--persons')).stdout).toContain(`1 of them has no key`)
  })
})
