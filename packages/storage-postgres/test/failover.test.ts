// A standby that was behind takes the place of its primary: the log has lost its last events, and gets others.
import { isStorageError, type StoredEvent } from '@skein/engine'
import { sampleEvent } from '@skein/tooling/testing'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openPostgres } from '../src/index.js'
import { type OwnServer, startOwnServer } from './server.js'

let server: OwnServer
beforeAll(async () => {
  server = await startOwnServer()
})
afterAll(() => server.stop())

it.each([
  ['shorter than what they have read', 2, true],
  ['shorter than what they have read, without announcements', 2, false],
  ['as long as what they have read, and then longer', 5, true],
  ['longer than what they have read', 8, true],
])(
  'followers notice that the log has lost events, where it is %s',
  async (_case, length, listen) => {
    const storage = await openPostgres({ url: server.url, schema: server.freshSchema(), listen })
    const { events } = storage
    const append = async (count: number, revision: number | 'none', name: string) => {
      const added = Array.from({ length: count }, (_, index) => sampleEvent(`${name}${index}`))
      expect(await events.append('s', added, revision)()).toMatchObject({ _tag: 'Right' })
    }
    await append(2, 'none', 'kept')
    await server.saveStandby()
    await append(3, 1, 'lost')

    const read: StoredEvent[] = []
    const stop = new AbortController()
    const following = (async () => {
      for await (const batch of events.subscribe({ signal: stop.signal })) read.push(...batch)
    })()
    following.catch(() => undefined)
    await expect.poll(() => read.length).toBe(5)

    await server.failOver()
    // the next head that they read is of the new log
    for (let at = 2; at < length; at++) await append(1, at - 1, 'other')
    await expect.poll(() => events.head(), { timeout: 10_000 }).toBe(String(length))
    if (length === 5) await append(1, 4, 'next')
    const error = await following.catch((reason: unknown) => reason)
    expect(isStorageError(error, 'diverged') && error.text.en).toMatch(/lost events, in a failover or a restore/)
    // and read nothing behind events that are no more
    expect(read).toHaveLength(5)
    stop.abort()
    await storage.close()
  },
  60_000,
)
