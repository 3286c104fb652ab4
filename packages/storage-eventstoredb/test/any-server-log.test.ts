// Reads of the log, on every server: see `on-servers.ts`.
import { describe, expect, it } from 'vitest'
import { onServers } from './on-servers.js'
import { collect, ids, newEvent, newEvents, right } from './with-simulator.js'

onServers((on) => {
  describe('a reader of the log', () => {
    it('continues after any event of an append of several, without repeating one', async () => {
      const written = await on.append(6)
      for (const [index, { position }] of (await on.read(on.stream)).entries())
        expect(ids(await on.logAfter(position, [on.stream]))).toEqual(ids(written.slice(index + 1)))
    })

    it('filters types by their exact names', async () => {
      const before = await on.events.head()
      const names = [
        'Opened',
        'OpenedAgain',
        'ReOpened',
        'Open.d',
        'Open(d|s)',
        'Öffnung 事件',
        'a^b$',
        'c\\d',
        '[e]{2}*+?',
      ]
      const streams = names.map(() => on.server.freshStream())
      for (const [index, name] of names.entries())
        right(await on.events.append(streams[index] ?? '', [newEvent(name)], 'none')())
      for (const name of names) {
        const found = await collect(
          on.events.readAll({ types: [name], ...(before === undefined ? {} : { after: before }) }),
        )
        expect(found.filter((event) => streams.includes(event.stream)).map(({ type }) => type)).toEqual([name])
      }
    })

    it('follows what is appended while it reads', async () => {
      const after = right(await on.events.append(on.stream, newEvents(1), 'none')()).position ?? ''
      const stop = new AbortController()
      const found: string[] = []
      const following = (async () => {
        for await (const batch of on.events.subscribe({ after, signal: stop.signal })) {
          found.push(...ids(batch.filter((event) => event.stream === on.stream)))
          if (found.length >= 5) stop.abort()
        }
      })()
      const written = [...(await on.append(2, 0)), ...(await on.append(3, 2))]
      await following
      expect(found).toEqual(ids(written))
    })
  })

  describe('a position', () => {
    it('that is no record of the log is an error of every read', async () => {
      await on.append(3)
      const [first] = await on.read(on.stream)
      const inside = String(BigInt(first?.position ?? 0) + 1n)
      const behind = String(BigInt(first?.position ?? 0) + 1_000_000_000n)
      for (const after of [inside, behind])
        for (const reading of [
          () => collect(on.events.readAll({ after })),
          () => collect(on.events.readAll({ after, until: after })),
          () => collect(on.events.subscribe({ after, signal: new AbortController().signal })),
        ])
          await expect(reading()).rejects.toMatchObject({
            fault: 'missing',
            message: expect.stringMatching(/no record/),
          })
    })
  })
})
