// The server compares revisions only: whether it still has the event behind which something is appended is asked, unless
// it has just been shown.
import { setTimeout as wait } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { collect, newEvent, newEvents, right, withSimulator } from './with-simulator.js'

it(
  'an append behind an event that was just read, or appended, asks nothing more',
  withSimulator({}, async ({ events, simulator }) => {
    const [first, second, third] = newEvents(3)
    if (first === undefined || second === undefined || third === undefined) throw new Error('there are three')
    right(await events.append('journey-t1', [first], 'none')())
    const { counts } = simulator.node
    const reads = counts.reads
    right(await events.append('journey-t1', [second], 0, first.hash)())
    expect(counts.reads).toBe(reads)
    await wait(600)
    expect(await collect(events.readStream('journey-t1', { from: 1 }))).toHaveLength(1)
    right(await events.append('journey-t1', [third], 1, second.hash)())
    expect(counts.reads).toBe(reads + 1)
  }),
)

it(
  'an append behind another event than the log has is a conflict, however long ago it was read',
  withSimulator({}, async ({ events }) => {
    right(await events.append('journey-t1', [newEvent()], 'none')())
    // read before the log lost it, in a failover or by a restore
    const lost = newEvent()
    for (const pause of [0, 600]) {
      await wait(pause)
      expect(await events.append('journey-t1', [newEvent()], 0, lost.hash)()).toMatchObject({
        left: { _tag: 'Conflict', expected: 0, actual: 0 },
      })
    }
    expect(await collect(events.readStream('journey-t1'))).toHaveLength(1)
  }),
)
