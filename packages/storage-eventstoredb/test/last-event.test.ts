import { describe, expect, it } from 'vitest'
import { openEventStoreDB } from '../src/index.js'
import type { Entry } from './simulator/index.js'
import { collect, newEvent, newEvents, right, withSimulator } from './with-simulator.js'

const many = 100_000
const mostMessages = 50

/** The messages that the server sends while `work` runs. */
const messagesOf = async (counts: { readonly messages: number }, work: () => Promise<unknown>): Promise<number> => {
  const { messages } = counts
  await work()
  return counts.messages - messages
}

describe('behind 100,000 records of the server', () => {
  it(
    'opening, the head and five events take few messages',
    withSimulator({}, async ({ events, simulator }) => {
      const { counts } = simulator.node
      right(await events.append('journey-t1', newEvents(5), 'none')())
      const before = await events.head()
      simulator.log.appendLinks(many)
      const other = await openEventStoreDB({ url: simulator.url })
      await other.close()
      for (const work of [
        async () => (await openEventStoreDB({ url: simulator.url })).close(),
        async () => expect(await events.head()).toBe(before),
        async () => expect(await collect(events.readAll())).toHaveLength(5),
        async () => expect(await collect(events.readAll({ types: ['Happened'] }))).toHaveLength(5),
        async () => expect(await collect(events.readAll({ until: before ?? '' }))).toHaveLength(5),
      ])
        expect(await messagesOf(counts, work)).toBeLessThanOrEqual(mostMessages)
    }),
  )

  it(
    'a new event is the head, and what follows it is not searched again',
    withSimulator({}, async ({ events, simulator }) => {
      right(await events.append('journey-t1', newEvents(1), 'none')())
      simulator.log.appendLinks(many)
      const first = await events.head()
      const { position } = right(await events.append('journey-t2', newEvents(1), 'none')())
      simulator.log.appendLinks(many)
      expect(position).not.toBe(first)
      for (let turn = 0; turn < 3; turn++) {
        expect(
          await messagesOf(simulator.node.counts, async () => expect(await events.head()).toBe(position)),
        ).toBeLessThan(20)
        simulator.log.appendLinks(50)
      }
    }),
  )
})

describe('behind events of other programs', () => {
  it(
    'the head is the last event of ours, and a log without one has no head',
    withSimulator({}, async ({ events, simulator }) => {
      const write = (count: number) => simulator.log.append('shop-17', Array.from({ length: count }, foreign), 'any')
      write(1)
      expect(await events.head()).toBeUndefined()
      const { position } = right(await events.append('journey-t1', [newEvent()], 'none')())
      write(3_000)
      expect(await events.head()).toBe(position)
      // only what is new is searched
      write(60)
      expect(
        await messagesOf(simulator.node.counts, async () => expect(await events.head()).toBe(position)),
      ).toBeLessThan(100)
      expect(await collect(events.readAll())).toHaveLength(1)
    }),
  )
})

describe('behind 100,000 events of other programs', () => {
  it(
    'the last event of the kinds of streams that are ours takes few messages',
    withSimulator({ streamKinds: ['journey', 'batch'] }, async ({ events, simulator }) => {
      const { counts } = simulator.node
      right(await events.append('journey-t1', newEvents(5), 'none')())
      const before = await events.head()
      for (let turn = 0; turn < 50; turn++)
        simulator.log.append('shop-17', Array.from({ length: many / 50 }, foreign), 'any')
      for (let turn = 0; turn < 3; turn++)
        expect(await messagesOf(counts, async () => expect(await events.head()).toBe(before))).toBeLessThanOrEqual(
          mostMessages,
        )
      const { position } = right(await events.append('batch-b1', newEvents(1), 'none')())
      expect(await events.head()).toBe(position)
    }),
  )
})

const foreign = (): Omit<Entry, 'stream' | 'revision' | 'commit' | 'prepare' | 'created'> => ({
  id: crypto.randomUUID(),
  type: 'CourseOffered',
  contentType: 'application/json',
  data: Buffer.from('{"price":1}'),
  metadata: Buffer.from('null'),
})
