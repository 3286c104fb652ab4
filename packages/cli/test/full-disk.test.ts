// A disk without a free byte: looking at a store, and making room in it.
import { execFileSync } from 'node:child_process'
import { appendFileSync, rmSync, statSync, truncateSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, temporaryFolder } from './skein.js'
import { callOn, simulatedStore } from './stores.js'

const { folder, remove } = temporaryFolder()

/** A disk of 16 MB, where the system allows to mount one (Linux, as root). */
const isMounted = (() => {
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=16m', 'tmpfs', folder], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
afterAll(() => {
  if (isMounted) execFileSync('/bin/umount', ['-l', folder])
  remove()
})

describe.skipIf(!isMounted)('on a full disk', () => {
  const ballast = join(folder, 'ballast')
  let call: ReturnType<typeof callOn>
  let events: unknown
  let retired = 0

  beforeAll(async () => {
    const path = await simulatedStore(folder, 'a.db', ['--trainees', '40', '--months', '6'])
    call = (...args) => callOn(path)(...args, '--lang', 'en')
    expect((await call('rebuild', '--all')).code).toBe(0)
    const status = resultOf(await call('status', '--json'))
    events = status.events
    retired = JSON.stringify(status).match(/"state":"retired"/g)?.length ?? 0
    expect(retired).toBeGreaterThan(5)
    fillDisk()
  }, 60_000)

  const fillDisk = () => {
    for (const size of [1_000_000, 10_000, 1])
      try {
        for (;;) appendFileSync(ballast, Buffer.alloc(size))
      } catch (error) {
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOSPC')) throw error
      }
  }

  it.each([['status'], ['prune', '--dry-run'], ['verify'], ['report'], ['quarantine']])(
    '%s %s works',
    async (...args) => {
      expect(await call(...args)).toMatchObject({ code: 0 })
    },
  )

  it('a command that writes says that nothing was written, and what to do', async () => {
    for (const args of [['prune'], ['rebuild', '--all'], ['serve', '--port', '0', '--insecure-dev']]) {
      const { code, stderr } = await call(...args)
      expect([code, stderr]).toEqual([
        1,
        expect.stringMatching(
          /no room is left on the disk.*Acknowledged events are safe\..*100 kB.*skein prune --store/,
        ),
      ])
      expect(stderr).not.toMatch(/unexpected|defect of skein/)
    }
    const status = resultOf(await call('status', '--json'))
    expect(status.events).toBe(events)
    // so that a later prune finds them
    expect(JSON.stringify(status).match(/"state":"retired"/g)).toHaveLength(retired)
  })

  it('prune needs 100 kB to free all retired generations, which others can use then', async () => {
    truncateSync(ballast, statSync(ballast).size - 100_000)
    const pruned = resultOf(await call('prune', '--json'))
    expect(pruned).toMatchObject({ ok: true })
    fillDisk()
    const status = resultOf(await call('status', '--json'))
    expect(status.events).toBe(events)
    expect(JSON.stringify(status)).not.toContain('retired')
    rmSync(ballast)
    expect((await call('rebuild', '--all')).code).toBe(0)
    expect((await call('verify')).code).toBe(0)
  }, 60_000)
})
