import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { StorageError } from '@skein/engine'
import { temporaryFolder } from '@skein/tooling/testing'
import * as E from 'fp-ts/lib/Either.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSqlite } from '../src/index.js'

const folder = temporaryFolder('sqlite-full-disk')

/** A disk of one megabyte, where the system allows to mount one (Linux, as root). */
const isMounted = (() => {
  folder.create()
  try {
    execFileSync('/bin/mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', folder.path], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()
afterAll(() => {
  if (isMounted) execFileSync('/bin/umount', ['-l', folder.path])
  folder.remove()
})

describe.skipIf(!isMounted)('on a full disk', () => {
  const ballast = join(folder.path, 'ballast')
  beforeAll(() => {
    appendFileSync(ballast, Buffer.alloc(400_000))
  })

  it('fails to append with fault `full`, appends again once there is room, and keeps what was acknowledged', async () => {
    const path = join(folder.path, 'base.db')
    const storage = await openSqlite({ path })
    const { id } = await storage.readModels.begin('projection', 1)
    const events = () =>
      [0, 1].map(() => ({
        hash: randomBytes(32).toString('hex'),
        type: 'Happened',
        schemaVersion: 1,
        data: JSON.stringify('x'.repeat(3_000)),
        metadata: '{}',
      }))
    let revision: number | 'none' = 'none'
    const acknowledged: string[] = []
    let next = events()
    let failure = await storage.events.append('s', next, revision)()
    while (E.isRight(failure)) {
      acknowledged.push(...next.map(({ hash }) => hash))
      revision = failure.right.revision
      next = events()
      failure = await storage.events.append('s', next, revision)()
    }
    expect(acknowledged.length).toBeGreaterThan(10)
    expect(failure.left).toMatchObject({
      _tag: 'Unavailable',
      written: 'no',
      reason: { en: expect.stringMatching(/no room/) },
    })
    const cause = failure.left._tag === 'Unavailable' ? failure.left.cause : undefined
    expect(cause instanceof StorageError && cause.fault).toBe('full')
    const commit = {
      from: undefined,
      to: '1',
      events: 1,
      puts: [{ space: 'doc' as const, key: 'a', value: 'x'.repeat(200_000) }],
      deletes: [],
    }
    await expect(storage.readModels.commit(id, commit)).rejects.toMatchObject({ fault: 'full' })
    expect((await storage.readModels.generations())[0]?.checkpoint).toBeUndefined()

    rmSync(ballast)
    expect(await storage.events.append('s', next, revision)()).toMatchObject({ _tag: 'Right' })
    acknowledged.push(...next.map(({ hash }) => hash))
    await storage.close()
    const reopened = await openSqlite({ path })
    const stored: string[] = []
    for await (const batch of reopened.events.readStream('s')) stored.push(...batch.map(({ hash }) => hash))
    expect(stored).toEqual(acknowledged)
    await reopened.close()
  })
})
