// Appends, on every server: see `on-servers.ts`.
import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { onServers } from './on-servers.js'
import { newEvent, newEvents, right } from './with-simulator.js'

onServers((on) => {
  describe('an append', () => {
    it('returns the position of its last event as readers see it', async () => {
      for (const [count, expected] of [
        [1, 'none'],
        [3, 0],
      ] as const) {
        const { position } = right(await on.events.append(on.stream, newEvents(count), expected)())
        expect(position).toBe((await on.read(on.stream)).at(-1)?.position)
      }
    })

    it('that is repeated returns the original answer', async () => {
      const first = newEvents(1)
      const original = right(await on.events.append(on.stream, first, 'none')())
      right(await on.events.append(on.stream, newEvents(4), 0)())
      expect(right(await on.events.append(on.stream, first, 'none')())).toEqual(original)
    })

    it('that the server finds too large is refused, with what it takes', () =>
      on.withOptions({ maxAppendBytes: 5_000_000 }, async (opened) => {
        const large = newEvent('Large', JSON.stringify('x'.repeat(1_100_000)))
        expect(await opened.append(on.stream, [large], 'none')()).toMatchObject({
          left: { _tag: 'Unavailable', written: 'no', reason: { en: expect.stringMatching(/1048576/) } },
        })
      }))

    it('may use names that the server reserves, and is kept apart from its own streams', async () => {
      const names = ['$stats', '~$stats', '~', '$$journey'].map((name) => `${name}-${randomUUID()}`)
      const before = await on.events.head()
      for (const name of names) right(await on.events.append(name, [newEvent('$>'), newEvent('~x')], 'none')())
      const log = await on.logAfter(before, names)
      expect(log.map((event) => [event.stream, event.type])).toEqual(
        names.flatMap((name) => ['$>', '~x'].map((type) => [name, type])),
      )
      for (const name of names) expect(await on.read(name)).toHaveLength(2)
      const own = on.server.client.readStream(names[0] ?? '')[Symbol.asyncIterator]()
      await expect(own.next()).rejects.toMatchObject({ type: 'stream-not-found' })
      for (const name of names) await on.server.client.deleteStream(`~${name}`)
    })

    it('to a name or of a type that is empty throws, as that is a bug', () => {
      expect(() => on.events.append('', newEvents(1), 'none')).toThrow()
      expect(() => on.events.append(on.stream, [newEvent('')], 'none')).toThrow()
    })
  })
})
