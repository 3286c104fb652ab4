// A store that has lost events: a standby that was behind, or a backup, took the place of the store that was read before.
import { describe, expect, it } from 'vitest'
import { type EventStore, openMemory, type Storage, type StoredEvent } from '../src/index.js'
import { execute, executed, joinClub, leaveClub, logOf, makeRemark, openRuntime, withEvents } from './fixture.js'

/** A store whose events can be exchanged for those of another one, while all programs go on. */
const replaceable = (first: Storage) => {
  let current = first
  const events = (): EventStore => current.events
  const storage = withEvents(first, {
    append: (...args) => events().append(...args),
    readStream: (...args) => events().readStream(...args),
    readAll: (...args) => events().readAll(...args),
    subscribe: (...args) => events().subscribe(...args),
    head: () => events().head(),
    count: (...args) => events().count(...args),
  })
  return {
    storage,
    failOverTo: (other: Storage) => {
      current = other
    },
  }
}

/** A store with the same keys and the first events of another one. */
const withFirst = async (storage: Storage, count: number): Promise<Storage> => {
  const copy = openMemory()
  for (const { stream, revision, ...event } of (await logOf(storage)).slice(0, count))
    await copy.events.append(stream, [event], revision === 0 ? 'none' : revision - 1)()
  return { ...storage, events: copy.events }
}

/** A store in which a person joined and four remarks were made, and one that has the first `kept` of these events. */
const afterFailover = async (kept: number) => {
  const primary = openMemory()
  const { storage, failOverTo } = replaceable(primary)
  const runtime = openRuntime(storage)
  await executed(runtime, joinClub('p'), { commandId: 'join' })
  for (const note of ['a', 'b', 'c', 'd']) await executed(runtime, makeRemark('p', note), { commandId: note })
  const standby = await withFirst(primary, kept)
  failOverTo(standby)
  return { runtime, standby }
}

describe('a program that goes on after its store has lost events', () => {
  it('decides on what is left of a stream', async () => {
    const { runtime, standby } = await afterFailover(2)
    expect(await executed(runtime, makeRemark('p', 'e'))).toMatchObject({ revision: 2, duplicate: false })
    expect((await logOf(standby)).map(({ revision }) => revision)).toEqual([0, 1, 2])
  })

  it('records a command again whose events were lost', async () => {
    const { runtime } = await afterFailover(2)
    expect(await executed(runtime, makeRemark('p', 'd'), { commandId: 'd' })).toMatchObject({
      revision: 2,
      duplicate: false,
    })
    expect(await executed(runtime, makeRemark('p', 'a'), { commandId: 'a' })).toMatchObject({
      revision: 1,
      duplicate: true,
    })
  })

  it('begins a stream again that was lost', async () => {
    const { runtime } = await afterFailover(0)
    expect(await executed(runtime, joinClub('p'))).toMatchObject({ revision: 0, duplicate: false })
  })

  it.each([
    { title: 'shorter than', others: 1 },
    { title: 'exactly as long as', others: 3 },
    { title: 'longer than', others: 4 },
  ])('keeps the rules where others have made the stream $title it was', async ({ others }) => {
    const { runtime, standby } = await afterFailover(2)
    const other = openRuntime(standby)
    await executed(other, leaveClub('p'))
    for (let count = 1; count < others; count++) {
      const [last] = (await logOf(standby, 'person-p')).slice(-1)
      // whatever follows: events of another version of the domain
      if (last !== undefined) await appendUnknown(standby, last)
    }
    const rejected = await execute(runtime, makeRemark('p', 'e'))
    expect(rejected).toMatchObject({ left: { _tag: 'Rejected' } })
    expect(await logOf(standby, 'person-p')).toHaveLength(2 + others)
  })
})

const appendUnknown = async (storage: Storage, last: StoredEvent): Promise<void> => {
  const { hashOf } = await import('../src/integrity/hash.js')
  const { stream, revision, metadata } = last
  const event = { type: 'Added', schemaVersion: 1, data: '{"on":"2018-06-10"}', metadata }
  const hash = hashOf({ ...event, stream, revision: revision + 1 }, last.hash)
  await storage.events.append(stream, [{ ...event, hash }], revision, last.hash)()
}

describe('a stream of which events are missing', () => {
  const without = (storage: Storage, isMissing: (event: StoredEvent) => boolean): Storage =>
    withEvents(storage, {
      async *readStream(...args) {
        for await (const batch of storage.events.readStream(...args)) yield batch.filter((event) => !isMissing(event))
      },
    })

  it.each([
    { title: 'in the middle', missing: [2], named: 'person-p@2 is missing' },
    { title: 'at its beginning', missing: [0, 1], named: 'person-p@0 to @1 is missing' },
  ])('$title takes no command, and the place is named', async ({ missing, named }) => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p'))
    for (const note of ['a', 'b', 'c']) await executed(runtime, makeRemark('p', note))
    const result = await execute(
      openRuntime(without(storage, ({ revision }) => missing.includes(revision))),
      makeRemark('p', 'd'),
    )
    expect(result).toMatchObject({
      left: {
        _tag: 'Unavailable',
        written: 'no',
        cause: { fault: 'corrupt' },
        reason: { en: expect.stringContaining(named) },
      },
    })
  })
})
