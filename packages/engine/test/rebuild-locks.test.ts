// A rebuild that was killed does not block the next one.
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { openMemory } from '../src/memory/open.js'
import { lockAll } from '../src/rebuild/locks.js'

const lockName = 'rebuild/funnel@1'
const plan = { projections: [{ name: 'funnel', version: 1 }], into: undefined }

const lockedBy = async (holder: string) => {
  const { readModels } = openMemory()
  await readModels.lock(lockName, { name: holder, ttl: 30_000 })
  return readModels
}

/** The id of a process that has just ended. */
const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid

it('takes over the lock of a process of this machine that has ended', async () => {
  const store = await lockedBy(`${hostname()}/${deadPid()}/0a1b2c3d`)
  const locks = await lockAll(store, plan)
  await locks.release()
})

it.each([
  ['a running process', `${hostname()}/${process.pid}/0a1b2c3d`],
  ['a process of another machine', `not-${hostname()}/${deadPid()}/0a1b2c3d`],
  ['a holder with a custom name', 'night-shift'],
])('respects the lock of %s', async (_case, holder) => {
  const store = await lockedBy(holder)
  await expect(lockAll(store, plan)).rejects.toMatchObject({ reason: 'locked', holder })
})
