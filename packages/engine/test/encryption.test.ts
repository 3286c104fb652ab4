import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRuntime, MasterKeyError, openMemory, type Storage } from '../src/index.js'
import { decryptAll, encrypt } from '../src/privacy/envelope.js'
import { secretsFrom } from '../src/privacy/master-key.js'
import { PersonKeys } from '../src/privacy/person-keys.js'
import {
  clock,
  execute,
  executed,
  joinClub,
  logOf,
  makeRemark,
  masterKey,
  openRuntime,
  openShow,
  rejectedBy,
  withEvents,
} from './fixture.js'
import { toyDomain } from './toy-domain.js'

const keysOf = (storage: Storage) => new PersonKeys(storage.keys, storage.name, secretsFrom(masterKey, false))
const keys = keysOf(openMemory())
const [a, b] = [keys.generate('person-a'), keys.generate('person-b')]
const personKeys = new Map([
  ['person-a', a],
  ['person-b', b],
])
const find = async (persons: readonly string[]) =>
  new Map([...personKeys].filter(([person]) => persons.includes(person)))
const value = fc.oneof(fc.string(), fc.jsonValue()).filter((given) => !JSON.stringify(given).includes('"ciphertext"'))
const dataOf = async (storage: Storage): Promise<unknown[]> =>
  (await logOf(storage)).map(({ data }): unknown => JSON.parse(data))

describe('an envelope', () => {
  it('decrypts to the original value, at any depth, and under several keys', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const plain: unknown = JSON.parse(JSON.stringify(given))
        const one = encrypt(a, 'personal', plain)
        const both = encrypt(b, 'note', encrypt(a, 'note', plain))
        expect(await decryptAll({ deep: [{ one }, { both }], clear: plain }, find)).toEqual({
          deep: [{ one: plain }, { both: plain }],
          clear: plain,
        })
      }),
    )
  })

  it('is equal for the same value, person and field, and differs for any other', () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        expect(encrypt(a, 'note', first)).toEqual(encrypt(a, 'note', first))
        expect(encrypt(a, 'note', first).ciphertext).not.toBe(encrypt(a, 'personal', first).ciphertext)
        expect(encrypt(a, 'note', first).ciphertext).not.toBe(encrypt(b, 'note', first).ciphertext)
        if (JSON.stringify(first) !== JSON.stringify(second))
          expect(encrypt(a, 'note', [first]).ciphertext).not.toBe(encrypt(a, 'note', [second, 1]).ciphertext)
      }),
    )
  })

  it('throws `corrupt` when any byte or its field was changed', async () => {
    const { person, ciphertext } = encrypt(a, 'note', 'a goose')
    const [version, keyId, field, text = ''] = ciphertext.split('.')
    await fc.assert(
      fc.asyncProperty(
        fc.nat(Buffer.from(text, 'base64url').length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const bytes = Buffer.from(text, 'base64url')
          bytes[at] = (bytes[at] ?? 0) ^ bits
          const changed = { person, ciphertext: [version, keyId, field, bytes.toString('base64url')].join('.') }
          await expect(decryptAll(changed, find)).rejects.toMatchObject({ fault: 'corrupt' })
        },
      ),
    )
    const otherField = { person, ciphertext: [version, keyId, 'personal', text].join('.') }
    await expect(decryptAll(otherField, find)).rejects.toMatchObject({ fault: 'corrupt' })
    expect(await decryptAll({ person: 'person-b', ciphertext }, find)).toEqual({ erased: true })
  })

  it('reads as erased when any of its keys is gone', async () => {
    const both = encrypt(b, 'note', encrypt(a, 'note', 'they met'))
    for (const gone of personKeys.keys())
      expect(
        await decryptAll(
          [both],
          async (persons) => new Map([...(await find(persons))].filter(([person]) => person !== gone)),
        ),
      ).toEqual([{ erased: true }])
  })
})

describe('a runtime', () => {
  it('stores no personal value in plain text, and decrypts it on request', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    await executed(runtime, joinClub('p', '530102199001011234', 'Grey Goose'))
    await executed(runtime, makeRemark('p', 'flies well'))
    expect(JSON.stringify(await logOf(storage))).not.toMatch(/Grey|530102|flies/)
    expect(await runtime.decrypt(await dataOf(storage))).toMatchObject([
      { personal: { name: 'Grey Goose', idNumber: '530102199001011234' } },
      { note: 'flies well' },
    ])
  })

  it('records nothing for a command that repeats an encrypted value', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p'))
    await executed(runtime, makeRemark('p', 'same'))
    expect((await executed(runtime, makeRemark('p', 'same'))).events).toEqual([])
    expect((await executed(runtime, makeRemark('p', 'new'))).events).toHaveLength(1)
  })

  it('erases a forgotten person’s values, and those about others with that person', async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    for (const person of ['p', 'q']) await executed(runtime, joinClub(person))
    await executed(runtime, makeRemark('p', 'met q', ['p', 'q']))
    await runtime.settle()
    expect(await runtime.forget('person-q')).toBe(true)
    expect(await runtime.forget('person-q')).toBe(false)
    // another runtime, which has the key in its cache, does not decrypt them either
    expect(await openRuntime(storage).decrypt(await dataOf(storage))).toMatchObject([
      { personal: { name: 'Goose' } },
      { personal: { erased: true } },
      { note: { erased: true } },
    ])
    expect(await runtime.decrypt(await runtime.read('members').get('q'))).toMatchObject({ personal: { erased: true } })
  })

  it('returns the original result for a repeated command about a forgotten person', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', '7'), { commandId: 'c' })
    await runtime.forget('person-p')
    expect(await executed(runtime, joinClub('p', '7'), { commandId: 'c' })).toMatchObject({
      duplicate: true,
      revision: 0,
    })
  })

  it('generates one key a person, also when two processes do so at once', async () => {
    const storage = openMemory()
    const runtimes = [openRuntime(storage), openRuntime(storage)]
    await executed(openRuntime(storage), joinClub('p'))
    await storage.keys.destroy('person-p')
    await Promise.all(runtimes.map((runtime, index) => executed(runtime, makeRemark('p', `${index}`))))
    const [, ...remarks] = await dataOf(storage)
    const decrypted = (await openRuntime(storage).decrypt(remarks)) as { note: string }[]
    expect(decrypted.map(({ note }) => note).toSorted()).toEqual(['0', '1'])
  })
})

describe('a claim', () => {
  it('is granted to one stream, however its value is written, and freed when the person is forgotten', async () => {
    const runtime = openRuntime()
    await executed(runtime, joinClub('p', '53010219900101123x'))
    expect(await rejectedBy(runtime, joinClub('q', ' 530102 19900101123X'))).toBe('J2')
    await executed(runtime, joinClub('q', '530102199001011230'))
    await runtime.forget('person-p')
    await executed(runtime, joinClub('r', '53010219900101123X'))
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
        add: (person, key) => storage.keys.add(person, key),
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

describe('the master key', () => {
  const durable = (): Storage => ({ ...openMemory(), ephemeral: false, name: 'sqlite:./base.db' })
  const runtimeWith = (storage: Storage, key?: string) =>
    createRuntime(toyDomain, storage, { clock, ...(key === undefined ? {} : { masterKey: key }) })

  it('when missing fails the first command, with how to make one', async () => {
    const result = await execute(runtimeWith(durable()), openShow('s', 1))
    expect(result).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no', cause: { text: { zh: expect.stringContaining('masterKey') } } },
    })
    expect(JSON.stringify(result)).toContain('openssl rand -base64 32')
  })

  it('when malformed is reported by createRuntime', () => {
    for (const key of ['short', 'x'.repeat(44), Buffer.alloc(31).toString('base64'), '***'])
      expect(() => runtimeWith(durable(), key)).toThrow(MasterKeyError)
  })

  it('of another store is reported before anything is written', async () => {
    const storage = durable()
    await executed(runtimeWith(storage, masterKey), openShow('s', 1))
    const other = runtimeWith(storage, Buffer.alloc(32, 8).toString('base64'))
    expect(await execute(other, openShow('t', 1))).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no', cause: { _tag: 'MasterKeyError' } },
    })
    expect(await logOf(storage)).toHaveLength(1)
  })

  it('is generated for an ephemeral store', async () => {
    await executed(runtimeWith(openMemory()), joinClub('p'))
  })
})
