// Who was killed in the middle of a rebuild does not keep others from going on.
import { spawnSync } from 'node:child_process'
import { hostname } from 'node:os'
import { expect, it } from 'vitest'
import { openMemory } from '../src/memory/open.js'
import { lockAll } from '../src/rebuild/locks.js'

const lockName = 'rebuild/funnel@1'
// sound: of a plan's projections only these two are looked at
const plan = { projections: [{ name: 'funnel', version: 1 }], into: undefined } as unknown as Parameters<
  typeof lockAll
>[1]

const lockedBy = async (holder: string) => {
  const { readModels } = openMemory()
  await readModels.lock(lockName, { name: holder, ttl: 30_000 })
  return readModels
}

/** A process that has just ended. */
const deadPid = (): number => spawnSync(process.execPath, ['--version']).pid

it('takes over the lock of a process of this machine that is no more', async () => {
  const store = await lockedBy(`${hostname()}/${deadPid()}/0a1b2c3d`)
  const locks = await lockAll(store, plan)
  await locks.release()
})

it.each([
  ['one that lives', `${hostname()}/${process.pid}/0a1b2c3d`],
  ['one of another machine', `not-${hostname()}/${deadPid()}/0a1b2c3d`],
  ['one with a name of its own', 'night-shift'],
])('leaves the lock of %s', async (_who, holder) => {
  const store = await lockedBy(holder)
  await expect(lockAll(store, plan)).rejects.toMatchObject({ reason: 'locked', holder })
})
