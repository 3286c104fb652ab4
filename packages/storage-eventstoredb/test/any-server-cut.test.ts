// Streams of which the server hides events, on every server: see `on-servers.ts`.
import { describe, expect, it } from 'vitest'
import { onServers } from './on-servers.js'
import { newEvents, right } from './with-simulator.js'

onServers((on) => {
  describe('a stream of which the server hides the beginning', () => {
    it.each([
      { title: '$tb', metadata: { truncateBefore: 4 }, named: /\$tb: 4/ },
      { title: '$maxCount', metadata: { maxCount: 6 }, named: /\$maxCount: 6/ },
    ])('by $title cannot be read from its beginning; the error names the rest', async ({ metadata, named }) => {
      await on.append(10)
      await on.server.client.setStreamMetadata(on.stream, metadata)
      for (const options of [{}, { from: 0 }, { from: 0, to: 2 }, { from: 0, to: 0 }])
        await expect(on.revisions(options)).rejects.toMatchObject({
          fault: 'corrupt',
          message: expect.stringMatching(new RegExp(`${on.stream}@4.*${named.source}`)),
        })
    })

    it('can be read where it is asked for what is left', async () => {
      await on.append(10)
      await on.server.client.setStreamMetadata(on.stream, { truncateBefore: 4 })
      expect(await on.revisions({ partial: true })).toEqual([4, 5, 6, 7, 8, 9])
      expect(await on.revisions({ from: 2, to: 6 })).toEqual([4, 5, 6])
      expect(await on.revisions({ to: 2, partial: true })).toEqual([])
      expect(await on.revisions({ direction: 'backwards' })).toEqual([9, 8, 7, 6, 5, 4])
      expect(await on.revisions({ direction: 'backwards', from: 5 })).toEqual([5, 4])
      expect(right(await on.events.append(on.stream, newEvents(1), 9)()).revision).toBe(10)
    })
  })

  describe('a stream of which nothing is left', () => {
    it.each([
      {
        title: 'by $tb',
        hide: () => on.server.client.setStreamMetadata(on.stream, { truncateBefore: 9 }),
        named: /\$tb: 9/,
      },
      { title: 'as it was deleted', hide: () => on.server.client.deleteStream(on.stream), named: /deleted/ },
      {
        title: 'as it was deleted for good',
        hide: () => on.server.client.tombstoneStream(on.stream),
        named: /deleted/,
      },
    ])('$title cannot be read; the error says why', async ({ hide, named }) => {
      await on.append(3)
      await hide()
      for (const options of [{}, { partial: true }, { direction: 'backwards' as const }])
        await expect(on.revisions(options)).rejects.toMatchObject({
          fault: 'corrupt',
          message: expect.stringMatching(new RegExp(`${on.stream}.*${named.source}`)),
        })
    })

    it('and that was begun anew cannot be read from its beginning', async () => {
      await on.append(3)
      await on.server.client.deleteStream(on.stream)
      await on.append(2)
      await expect(on.revisions()).rejects.toMatchObject({ fault: 'corrupt', message: expect.stringMatching(/@3/) })
      expect(await on.revisions({ partial: true })).toEqual([3, 4])
    })

    it('as it never was, is empty', async () => {
      expect(await on.revisions()).toEqual([])
      expect(await on.revisions({ direction: 'backwards' })).toEqual([])
      await on.server.client.setStreamMetadata(on.stream, { cacheControl: 3 })
      expect(await on.revisions()).toEqual([])
    })

    it('for ever takes no append', async () => {
      await on.append(1)
      await on.server.client.tombstoneStream(on.stream)
      expect(await on.events.append(on.stream, newEvents(1), 0)()).toMatchObject({
        left: { _tag: 'Unavailable', written: 'no', reason: { en: expect.stringMatching(/deleted/) } },
      })
    })
  })

  it('names the streams that may have lost events, also after a scavenge', async () => {
    const [cut, deleted, gone] = [on.stream, on.server.freshStream(), on.server.freshStream()]
    for (const name of [cut, deleted, gone, on.server.freshStream()]) await on.append(3, 'none', name)
    await on.server.client.setStreamMetadata(cut, { maxCount: 1 })
    await on.server.client.deleteStream(deleted)
    await on.server.client.tombstoneStream(gone)
    const suspects: string[] = []
    for await (const name of on.events.suspectStreams?.() ?? []) suspects.push(name)
    expect(suspects).toEqual(expect.arrayContaining([cut, deleted, gone]))
    expect(suspects).toHaveLength(new Set(suspects).size)
    on.server.scavenge?.()
    const left: string[] = []
    for await (const name of on.events.suspectStreams?.() ?? []) left.push(name)
    expect(left).toEqual(expect.arrayContaining([cut, deleted, gone]))
  })
})
