import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { openMemory, releaseLock } from '../src/index.js'

const name = 'rebuild/funnel@1'

const lockedBy = async (holder: string, ttl: number) => {
  const storage = openMemory()
  await storage.readModels.lock(name, { name: holder, ttl })
  return storage
}

it('releases no lock of a holder that may be alive, unless it is forced to', async () => {
  const storage = await lockedBy('night-shift', 60_000)
  const lock = { name, holder: 'night-shift' }
  expect(await releaseLock(storage, lock)).toMatchObject({ outcome: 'alive', lock })
  expect(await storage.readModels.locks()).toMatchObject([lock])
  expect(await releaseLock(storage, { ...lock, force: true })).toMatchObject({ outcome: 'released', lock })
  expect(await releaseLock(storage, lock)).toEqual({ outcome: 'absent' })
})

it('releases no lock of another holder, even if it is forced to', async () => {
  const storage = await lockedBy('night-shift', 0)
  const release = await releaseLock(storage, { name, holder: 'day-shift', force: true })
  expect(release).toMatchObject({ outcome: 'otherHolder', lock: { holder: 'night-shift', leftMs: 0 } })
  expect(await storage.readModels.locks()).toHaveLength(1)
})

it.each([
  ['an expired lock', 'night-shift', 0],
  // a process that has just ended
  ['the lock of a process of this machine that has ended', deadHolder(), 60_000],
])('releases %s', async (_case, holder, ttl) => {
  const storage = await lockedBy(holder, ttl)
  expect(await releaseLock(storage, { name, holder })).toMatchObject({ outcome: 'released', lock: { holder } })
  expect(await storage.readModels.locks()).toEqual([])
})

function deadHolder(): string {
  return `${hostname()}/${spawnSync(process.execPath, ['--version']).pid}/0a1b2c3d`
}
