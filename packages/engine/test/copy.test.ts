import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeEach, describe, expect, it } from 'vitest'
import { CopyError, copy, openMemory, type Storage, type StoredEvent, verifyLog } from '../src/index.js'
import {
  executed,
  joinClub,
  logOf,
  makeRemark,
  openRuntime,
  openShow,
  rejectedBy,
  reserveSeat,
  withEvents,
} from './fixture.js'
import { toyDomain } from './toy-domain.js'

let from: Storage

beforeEach(async () => {
  from = openMemory()
  const runtime = openRuntime(from)
  await executed(runtime, openShow('s', 3))
  for (const person of ['p', 'q']) {
    await executed(runtime, joinClub(person, `number of ${person}`))
    await executed(runtime, reserveSeat('s', person))
    await executed(runtime, makeRemark(person, `${person} flies well`))
  }
  await runtime.settle()
})

/** The events without their positions, which differ between stores. */
const eventsOf = async (storage: Storage) => (await logOf(storage)).map(({ position: _, ...event }) => event)
const sealOf = async ({ events }: Storage) => (await verifyLog(toyDomain, events.readAll())).seal
const reasonOf = async (copying: Promise<unknown>) => {
  try {
    await copying
  } catch (error) {
    if (!(error instanceof CopyError)) throw error
    expect(error.text).toEqual({ en: error.message, zh: expect.stringMatching(/\p{Script=Han}/u) })
    return error.reason
  }
  throw new Error('expected the copy to fail')
}

describe('copy', () => {
  it('copies all events in their order, and returns the seal of both logs', async () => {
    const to = openMemory()
    const { length } = await logOf(from)
    const report = await copy(from, to)
    expect(report).toMatchObject({ events: length, copied: length, streams: 3, interrupted: false })
    expect(await eventsOf(to)).toEqual(await eventsOf(from))
    expect([report.seal, await sealOf(to)]).toEqual([await sealOf(from), report.seal])
  })

  it('copies only new events when repeated', async () => {
    const to = openMemory()
    await copy(from, to)
    const { events: before } = await copy(from, to)
    const runtime = openRuntime(from)
    await executed(runtime, makeRemark('p', 'and now swims'))
    expect(await copy(from, to)).toMatchObject({ events: before + 1, copied: 1 })
    expect(await copy(from, to)).toMatchObject({ events: before + 1, copied: 0 })
    expect(await eventsOf(to)).toEqual(await eventsOf(from))
  })

  it('continues after an interruption anywhere, also after an append with an unknown outcome', () =>
    fc.assert(
      fc.asyncProperty(fc.array(fc.record({ after: fc.nat(4), isWritten: fc.boolean() })), async (cuts) => {
        const to = openMemory()
        for (const { after, isWritten } of cuts) {
          let left = after
          const failing = withEvents(to, {
            append: (stream, events, expected) => async () => {
              if (left-- > 0 || isWritten) await to.events.append(stream, events, expected)()
              if (left >= 0) return E.right({ revision: 0 })
              return E.left({ _tag: 'Unavailable', written: 'unknown', reason: 'The connection was lost.' })
            },
          })
          if ((await logOf(to)).length < (await logOf(from)).length)
            await copy(from, failing).catch((error: unknown) => expect(error).toMatchObject({ reason: 'unavailable' }))
        }
        await copy(from, to)
        expect(await eventsOf(to)).toEqual(await eventsOf(from))
      }),
    ))

  it('stops on the signal, and reports it', async () => {
    const to = openMemory()
    expect(await copy(from, to, { signal: AbortSignal.abort() })).toMatchObject({ copied: 0, interrupted: true })
    expect(await logOf(to)).toEqual([])
  })

  it('rejects a log that was changed after it was recorded, and copies nothing from the changed event on', async () => {
    const log = await logOf(from)
    await fc.assert(
      fc.asyncProperty(fc.nat(log.length - 1), async (index) => {
        const changed = log.map((event, at) => (at === index ? { ...event, data: '{"on":"2018-06-10"}' } : event))
        const to = openMemory()
        const copying = copy(withEvents(from, { readAll: () => pages(changed) }), to)
        await expect(copying).rejects.toThrow(`${log[index]?.stream} revision ${log[index]?.revision}`)
        expect(await reasonOf(copying)).toBe('broken')
        expect((await logOf(to)).length).toBeLessThanOrEqual(index)
      }),
    )
  })

  it('rejects a target that holds another log, or in which work went on', async () => {
    const other = openMemory()
    await executed(openRuntime(other), openShow('s', 3))
    expect(await reasonOf(copy(from, other, { keys: false }))).toBe('otherLog')
    expect(await logOf(other)).toHaveLength(1)

    const continued = openMemory()
    await copy(from, continued)
    await executed(openRuntime(continued), makeRemark('p', 'written in the copy'))
    expect(await reasonOf(copy(from, continued))).toBe('otherLog')
  })
})

describe('the keys of a copy', () => {
  const notes = async (storage: Storage) => openRuntime(storage).decrypt((await logOf(storage, 'person-p')).map(dataOf))
  const dataOf = ({ data }: StoredEvent): unknown => JSON.parse(data)

  it('are copied, so that the copy can be decrypted', async () => {
    const to = openMemory()
    expect((await copy(from, to)).keys).toMatchObject({ keys: 2, claims: 2, destroyed: 0 })
    expect(JSON.stringify(await notes(to))).toContain('p flies well')
    expect(await notes(to)).toEqual(await notes(from))
  })

  it('are copied with the claims, which stay unique', async () => {
    const to = openMemory()
    await copy(from, to)
    expect(await rejectedBy(openRuntime(to), joinClub('r', 'number of p'))).toBe('J2')
  })

  it('are not copied with `keys: false`; values read as erased', async () => {
    const to = openMemory()
    expect((await copy(from, to, { keys: false })).keys).toMatchObject({ keys: 0, claims: 0 })
    expect(JSON.stringify(await notes(to))).not.toContain('p flies well')
  })

  it('are destroyed, with their claims, when they were destroyed in the source', async () => {
    const to = openMemory()
    await copy(from, to)
    await from.keys.destroy('person-p')
    expect((await copy(from, to)).keys).toMatchObject({ keys: 0, claims: 0, destroyed: 1 })
    expect(JSON.stringify(await notes(to))).not.toContain('p flies well')
    expect(await to.keys.claimsOf(['person-p'])).toEqual([])
    expect(await to.keys.claimsOf(['person-q'])).toHaveLength(1)
  })

  it('are not copied to a store with keys of another log', async () => {
    const other = openMemory()
    await executed(openRuntime(other), joinClub('z'))
    const empty = withEvents(other, { readAll: () => pages([]), count: async () => undefined })
    expect(await reasonOf(copy(from, empty))).toBe('otherKeys')
    expect(await other.keys.find(['person-p'])).toEqual(new Map())
  })
})

async function* pages(events: readonly StoredEvent[]) {
  if (events.length > 0) yield events
}
