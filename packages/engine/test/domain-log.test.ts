import { describe, expect, it } from 'vitest'
import { logOfDomain, openMemory, type StoredEvent } from '../src/index.js'
import { executed, joinClub, logOf, openRuntime, openShow, withEvents } from './fixture.js'
import { toyDomain } from './toy-domain.js'

const collect = async (batches: AsyncIterable<readonly StoredEvent[]>): Promise<readonly string[]> => {
  const streams: string[] = []
  for await (const batch of batches) streams.push(...batch.map(({ stream }) => stream))
  return streams
}

describe('a log that several domains share', () => {
  it('has the events of one domain, and counts the others', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p'))
    const [joined] = await logOf(storage)
    for (const stream of ['account-a', 'account-b'])
      if (joined !== undefined) await storage.events.append(stream, [joined], 'none')()
    await executed(runtime, openShow('s', 3))
    const foreignAmongLast = async (limit: number, isOwn = (_: string) => true) => {
      const last = (await logOf(storage)).slice(-limit)
      return { events: last.filter(({ stream }) => !isOwn(stream)).length, of: last.length }
    }
    const shared = logOfDomain(toyDomain, withEvents(storage, { isShared: true, foreignAmongLast }).events)
    expect(await shared.foreignAmongLast?.(3)).toEqual({ events: 2, of: 3 })
    let foreign = 0
    const onForeign = (events: number) => {
      foreign += events
    }
    expect(await collect(shared.readAll({ onForeign }))).toEqual(['person-p', 'show-s'])
    expect(foreign).toBe(2)
    const stop = new AbortController()
    for await (const batch of shared.subscribe({ signal: stop.signal })) {
      expect(batch.map(({ stream }) => stream)).toEqual(['person-p', 'show-s'])
      stop.abort()
    }
    expect(await shared.head()).toBe(await storage.events.head())
  })

  it('of a store of its own is read as it is: such events are a mistake', () => {
    const { events } = openMemory()
    expect(logOfDomain(toyDomain, events)).toBe(events)
  })
})
