import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, it } from 'vitest'
import { type AppendError, openMemory, type Storage, StorageError } from '../src/index.js'
import { execute, executed, joinClub, logOf, makeRemark, openRuntime, withEvents } from './fixture.js'

type Fault = 'none' | 'lostBefore' | 'lostAfter' | 'down'

const unavailable = (written: 'no' | 'unknown'): E.Either<AppendError, never> =>
  E.left({ _tag: 'Unavailable', written, reason: 'the connection was lost' })

/** A store whose appends fail in this order: before the write, after it, or without an attempt to write. */
const faulty = (storage: Storage, faults: readonly Fault[]): Storage => {
  const next = faults[Symbol.iterator]()
  return withEvents(storage, {
    append: (stream, events, expected) => async () => {
      const append = storage.events.append(stream, events, expected)
      const turn = next.next()
      switch (turn.done ? 'none' : turn.value) {
        case 'none':
          return append()
        case 'down':
          return unavailable('no')
        case 'lostBefore':
          return unavailable('unknown')
        case 'lostAfter':
          await append()
          return unavailable('unknown')
      }
    },
  })
}

describe('an unknown outcome of an append', () => {
  it('is resolved: every command is recorded exactly once', async () => {
    const fault = fc.constantFrom<Fault>('none', 'lostBefore', 'lostAfter')
    await fc.assert(
      fc.asyncProperty(fc.array(fault, { maxLength: 4 }), async (faults) => {
        const storage = openMemory()
        const runtime = openRuntime(faulty(storage, faults))
        expect(await executed(runtime, joinClub('p'))).toMatchObject({ revision: 0, position: '0', duplicate: false })
        expect(await executed(runtime, makeRemark('p', 'x'))).toMatchObject({ revision: 1, duplicate: false })
        expect(await logOf(storage)).toHaveLength(2)
      }),
      { numRuns: 30 },
    )
  })

  it('stays unknown while the store is unavailable; the same command id resolves it later', async () => {
    const storage = openMemory()
    const lost = openRuntime(faulty(storage, ['lostBefore', ...Array<Fault>(5).fill('down')]))
    expect(await execute(lost, joinClub('p', '7'), { commandId: 'c' })).toMatchObject({
      left: { _tag: 'Unavailable', written: 'unknown' },
    })
    expect(await executed(lost, joinClub('p', '7'), { commandId: 'c' })).toMatchObject({
      revision: 0,
      duplicate: false,
    })
    expect(await executed(lost, joinClub('p', '7'), { commandId: 'c' })).toMatchObject({ revision: 0, duplicate: true })
  })

  it('becomes a conflict where other events were written meanwhile, and the command is decided again', async () => {
    const storage = openMemory()
    const here = openRuntime(storage)
    await executed(here, joinClub('p'))
    let first = true
    const contested = withEvents(storage, {
      append: (stream, events, expected) => async () => {
        if (!first) return storage.events.append(stream, events, expected)()
        first = false
        await executed(here, makeRemark('p', 'theirs'))
        return unavailable('unknown')
      },
    })
    expect(await executed(openRuntime(contested), makeRemark('p', 'ours'))).toMatchObject({ revision: 2 })
  })
})

describe('an unavailable store', () => {
  it('reports that nothing was written, and releases the claim', async () => {
    const storage = openMemory()
    const runtime = openRuntime(faulty(storage, ['down']))
    expect(await execute(runtime, joinClub('p', '7'))).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
    await executed(runtime, joinClub('q', '7'))
  })

  it('while reading is reported as a value, not an exception', async () => {
    const unreadable = withEvents(openMemory(), {
      readStream: () => {
        throw new StorageError('unavailable', 'the connection was lost')
      },
    })
    expect(await execute(openRuntime(unreadable), joinClub('p'))).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no' },
    })
  })

  it('that was closed is reported with fault `closed`', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p'))
    await storage.close()
    expect(await execute(runtime, makeRemark('p', 'x'))).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no', cause: { fault: 'closed' } },
    })
  })
})
