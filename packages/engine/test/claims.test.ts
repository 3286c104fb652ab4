import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { openMemory, type Storage } from '../src/index.js'
import { execute, executed, joinClub, logOf, openRuntime, rejectedBy, withEvents } from './fixture.js'

describe('a claim', () => {
  it('is granted to one stream, however its value is written, and freed when the person is forgotten', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', '53010219900101123x'))
    expect(await rejectedBy(runtime, joinClub('q', ' 530102 19900101123X'))).toBe('J2')
    await executed(runtime, joinClub('q', '530102199001011230'))
    await runtime.forget('person-p')
    await executed(runtime, joinClub('r', '53010219900101123X'))
  })

  it('names the stream that has it, however the value is written', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', '53010219900101123x'))
    expect(await runtime.claimant('club', ' 530102 19900101123X')).toBe('person-p')
    expect(await runtime.claimant('club', '7')).toBeUndefined()
    expect(await runtime.claimant('elsewhere', '53010219900101123x')).toBeUndefined()
  })

  it('is granted to one of two concurrent commands', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const storage = openMemory()
        const slow = withEvents(storage, {
          append: (stream, events, expected) => () =>
            scheduler.schedule(storage.events.append(stream, events, expected)()),
        })
        const results = ['p', 'q'].map((person) => execute(openRuntime(slow), joinClub(person, '7')))
        await scheduler.waitFor(Promise.all(results))
        expect((await Promise.all(results)).map(({ _tag }) => _tag).toSorted()).toEqual(['Left', 'Right'])
        expect(await logOf(storage)).toHaveLength(1)
      }),
      { numRuns: 20 },
    )
  })

  it('of a stream without events is taken over after a minute, not before', async () => {
    const storage = openMemory()
    let since = new Date(Date.now() - 61_000)
    const aged: Storage = {
      ...storage,
      keys: {
        find: (persons) => storage.keys.find(persons),
        secret: () => storage.keys.secret(),
        addSecret: (secret) => storage.keys.addSecret(secret),
        rewrap: (...args) => storage.keys.rewrap(...args),
        add: (...args) => storage.keys.add(...args),
        destroy: (person) => storage.keys.destroy(person),
        claim: (...args) => storage.keys.claim(...args),
        claimant: async (...args) => {
          const found = await storage.keys.claimant(...args)
          return found && { ...found, since: since.toISOString() }
        },
        claimsOf: (holders) => storage.keys.claimsOf(holders),
        unclaim: (...args) => storage.keys.unclaim(...args),
      },
    }
    const crashing = withEvents(storage, { append: () => () => Promise.reject(new Error('the process died')) })
    await expect(execute(openRuntime(crashing), joinClub('p', '7'))).rejects.toThrow('died')
    expect(await rejectedBy(openRuntime(storage), joinClub('q', '7'))).toBe('J2')
    await executed(openRuntime(aged), joinClub('q', '7'))
    // the claim of a stream with events holds, however old it is
    since = new Date(0)
    expect(await rejectedBy(openRuntime(aged), joinClub('p', '7'))).toBe('J2')
  })

  it('is not acquired by a rejected command', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', '7'))
    expect(await rejectedBy(runtime, joinClub('p', '8'))).toBe('J1')
    await executed(runtime, joinClub('q', '8'))
  })
})

describe('a claim from a clock that was a day ahead', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  it.each([
    { title: 'of a stream that was never written is taken over', isWritten: false },
    { title: 'of a stream that was written stands', isWritten: true },
  ])('$title', async ({ isWritten }) => {
    const storage = openMemory()
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 86_400_000 })
    const append = storage.events.append.bind(storage.events)
    const failing = withEvents(storage, {
      append: (...given) => (isWritten ? append(...given) : async () => unwritten),
    })
    // the command that made the claim was killed before its append
    const { unclaim } = storage.keys
    storage.keys.unclaim = async () => undefined
    await execute(openRuntime(failing), joinClub('p', '7'))
    storage.keys.unclaim = unclaim
    vi.useRealTimers()
    const joined = await execute(openRuntime(storage), joinClub('q', '7'))
    if (isWritten) expect(joined).toMatchObject({ left: { _tag: 'Rejected', rejection: { rule: 'J2' } } })
    else expect(joined).toMatchObject({ _tag: 'Right' })
  })
})

const unwritten = E.left({
  _tag: 'Unavailable' as const,
  written: 'no' as const,
  reason: { en: 'killed', zh: '已终止' },
})
