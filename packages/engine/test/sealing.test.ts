import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRuntime, MasterKeyError, openMemory, type Storage } from '../src/index.js'
import { decryptAll, encrypt } from '../src/privacy/envelope.js'
import { secretsFrom } from '../src/privacy/master-key.js'
import { PersonKeys } from '../src/privacy/person-keys.js'
import {
  clock,
  done,
  execute,
  join,
  logOf,
  masterKey,
  open,
  openTheatre,
  refused,
  remark,
  withEvents,
} from './theatre.js'
import { toyDomain } from './toy-domain.js'

const keysOf = (storage: Storage) => new PersonKeys(storage.keys, storage.name, secretsFrom(masterKey, false))
const keys = keysOf(openMemory())
const [a, b] = [keys.make('person-a'), keys.make('person-b')]
const standing = new Map([
  ['person-a', a],
  ['person-b', b],
])
const find = async (persons: readonly string[]) => new Map([...standing].filter(([person]) => persons.includes(person)))
const value = fc.oneof(fc.string(), fc.jsonValue()).filter((given) => !JSON.stringify(given).includes('"sealed"'))

describe('a sealed value', () => {
  it('opens to what it was, wherever it stands, and under several keys', async () => {
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

  it('is the same for the same value, person and field, and another for any other', () => {
    fc.assert(
      fc.property(value, value, (first, second) => {
        expect(encrypt(a, 'note', first)).toEqual(encrypt(a, 'note', first))
        expect(encrypt(a, 'note', first).sealed).not.toBe(encrypt(a, 'personal', first).sealed)
        expect(encrypt(a, 'note', first).sealed).not.toBe(encrypt(b, 'note', first).sealed)
        if (JSON.stringify(first) !== JSON.stringify(second))
          expect(encrypt(a, 'note', [first]).sealed).not.toBe(encrypt(a, 'note', [second, 1]).sealed)
      }),
    )
  })

  it('says so when any of it was changed', async () => {
    const { of, sealed } = encrypt(a, 'note', 'a goose')
    const [version, keyId, field, text = ''] = sealed.split('.')
    await fc.assert(
      fc.asyncProperty(
        fc.nat(Buffer.from(text, 'base64url').length - 1),
        fc.integer({ min: 1, max: 255 }),
        async (at, bits) => {
          const bytes = Buffer.from(text, 'base64url')
          bytes[at] = (bytes[at] ?? 0) ^ bits
          const changed = { of, sealed: [version, keyId, field, bytes.toString('base64url')].join('.') }
          await expect(decryptAll(changed, find)).rejects.toMatchObject({ fault: 'corrupt' })
        },
      ),
    )
    await expect(decryptAll({ of, sealed: [version, keyId, 'personal', text].join('.') }, find)).rejects.toMatchObject({
      fault: 'corrupt',
    })
    expect(await decryptAll({ of: 'person-b', sealed }, find)).toEqual({ erased: true })
  })

  it('is gone with any of its keys', async () => {
    const both = encrypt(b, 'note', encrypt(a, 'note', 'they met'))
    for (const gone of standing.keys())
      expect(
        await decryptAll(
          [both],
          async (persons) => new Map([...(await find(persons))].filter(([person]) => person !== gone)),
        ),
      ).toEqual([{ erased: true }])
  })
})

describe('a runtime', () => {
  it('keeps no personal value in clear, and opens it for those who may', async () => {
    const storage = openMemory()
    const runtime = openTheatre(storage)
    await done(runtime, join('p', '530102199001011234', 'Grey Goose'))
    await done(runtime, remark('p', 'flies well'))
    const log = await logOf(storage)
    expect(JSON.stringify(log)).not.toMatch(/Grey|530102|flies/)
    expect(await runtime.open(log.map(({ data }) => JSON.parse(data)))).toMatchObject([
      { personal: { name: 'Grey Goose', idNumber: '530102199001011234' } },
      { note: 'flies well' },
    ])
  })

  it('sees when a value says again what holds', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p'))
    await done(runtime, remark('p', 'same'))
    expect((await done(runtime, remark('p', 'same'))).events).toEqual([])
    expect((await done(runtime, remark('p', 'new'))).events).toHaveLength(1)
  })

  it('forgets a person: what is about them is erased, also what is about others with them', async () => {
    const storage = openMemory()
    const runtime = openTheatre(storage)
    for (const person of ['p', 'q']) await done(runtime, join(person))
    await done(runtime, remark('p', 'met q', ['p', 'q']))
    await runtime.settle()
    expect(await runtime.forget('person-q')).toBe(true)
    expect(await runtime.forget('person-q')).toBe(false)
    // another runtime that has the key in its memory does not open it either
    const opened = await openTheatre(storage).open((await logOf(storage)).map(({ data }) => JSON.parse(data)))
    expect(opened).toMatchObject([
      { personal: { name: 'Goose' } },
      { personal: { erased: true } },
      { note: { erased: true } },
    ])
    expect(await runtime.open(await runtime.read('members').get('q'))).toMatchObject({ personal: { erased: true } })
  })

  it('answers the repeat of a command about somebody who was forgotten', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p', '7'), { commandId: 'c' })
    await runtime.forget('person-p')
    expect(await done(runtime, join('p', '7'), { commandId: 'c' })).toMatchObject({ duplicate: true, revision: 0 })
  })

  it('makes one key a person, also when two processes meet', async () => {
    const storage = openMemory()
    const runtimes = [openTheatre(storage), openTheatre(storage)]
    await done(openTheatre(storage), join('p'))
    await storage.keys.destroy('person-p')
    await Promise.all(runtimes.map((runtime, index) => done(runtime, remark('p', `${index}`))))
    const notes = (await logOf(storage)).slice(1).map(({ data }) => JSON.parse(data))
    expect(((await openTheatre(storage).open(notes)) as { note: string }[]).map(({ note }) => note).toSorted()).toEqual(
      ['0', '1'],
    )
  })
})

describe('a claim', () => {
  it('lets one person have a number, however it is written', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p', '53010219900101123x'))
    expect(await refused(runtime, join('q', ' 530102 19900101123X'))).toBe('J2')
    await done(runtime, join('q', '530102199001011230'))
    await runtime.forget('person-p')
    await done(runtime, join('r', '53010219900101123X'))
  })

  it('names the stream that has it, in whatever way it is written', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p', '53010219900101123x'))
    expect(await runtime.claimant('club', ' 530102 19900101123X')).toBe('person-p')
    expect(await runtime.claimant('club', '7')).toBeUndefined()
    expect(await runtime.claimant('elsewhere', '53010219900101123x')).toBeUndefined()
  })

  it('lets one of two have it who ask at the same time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async (scheduler) => {
        const storage = openMemory()
        const slow = withEvents(storage, {
          append: (stream, events, expected) => () =>
            scheduler.schedule(storage.events.append(stream, events, expected)()),
        })
        const results = ['p', 'q'].map((person) => execute(openTheatre(slow), join(person, '7')))
        await scheduler.waitFor(Promise.all(results))
        expect((await Promise.all(results)).map(({ _tag }) => _tag).toSorted()).toEqual(['Left', 'Right'])
        expect(await logOf(storage)).toHaveLength(1)
      }),
      { numRuns: 20 },
    )
  })

  it('of a stream that was never written is taken over, but not while it may be on its way', async () => {
    const storage = openMemory()
    let since = new Date(Date.now() - 61_000)
    const aged: Storage = {
      ...storage,
      keys: {
        find: (persons) => storage.keys.find(persons),
        add: (person, key) => storage.keys.add(person, key),
        destroy: (person) => storage.keys.destroy(person),
        claim: (...given) => storage.keys.claim(...given),
        claimant: async (...given) => {
          const found = await storage.keys.claimant(...given)
          return found && { ...found, since: since.toISOString() }
        },
        claimsOf: (holders) => storage.keys.claimsOf(holders),
        unclaim: (...given) => storage.keys.unclaim(...given),
      },
    }
    const crashing = withEvents(storage, { append: () => () => Promise.reject(new Error('the process died')) })
    await expect(execute(openTheatre(crashing), join('p', '7'))).rejects.toThrow('died')
    expect(await refused(openTheatre(storage), join('q', '7'))).toBe('J2')
    await done(openTheatre(aged), join('q', '7'))
    // once written, it stands however old it is
    since = new Date(0)
    expect(await refused(openTheatre(aged), join('p', '7'))).toBe('J2')
  })

  it('is not taken by a command that is refused', async () => {
    const runtime = openTheatre()
    await done(runtime, join('p', '7'))
    expect(await refused(runtime, join('p', '8'))).toBe('J1')
    await done(runtime, join('q', '8'))
  })
})

describe('a master key', () => {
  const durable = (): Storage => ({ ...openMemory(), ephemeral: false, name: 'sqlite:./base.db' })
  const runtimeWith = (storage: Storage, key?: string) =>
    createRuntime(toyDomain, storage, { clock, ...(key === undefined ? {} : { masterKey: key }) })

  it('that is missing is asked for by the first command, and how to make one is said', async () => {
    const result = await execute(runtimeWith(durable()), open('s', 1))
    expect(result).toMatchObject({ left: { _tag: 'Unavailable', written: 'no' } })
    expect(JSON.stringify(result)).toContain('openssl rand -base64 32')
  })

  it('that is none is found out at once', () => {
    for (const key of ['short', 'x'.repeat(44), Buffer.alloc(31).toString('base64'), '***'])
      expect(() => runtimeWith(durable(), key)).toThrow(MasterKeyError)
  })

  it('that is another one is found out before anything is written', async () => {
    const storage = durable()
    await done(runtimeWith(storage, masterKey), open('s', 1))
    const other = runtimeWith(storage, Buffer.alloc(32, 8).toString('base64'))
    expect(await execute(other, open('t', 1))).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no', cause: { _tag: 'MasterKeyError' } },
    })
    expect(await logOf(storage)).toHaveLength(1)
  })

  it('is made up for a store that dies with the process', async () => {
    await done(runtimeWith(openMemory()), join('p'))
  })
})

describe('a secret for one purpose', () => {
  it('is the same wherever the master key is, and another for another purpose or key', async () => {
    const storage = openMemory()
    const secretOf = (key: string, purpose: string) =>
      createRuntime(toyDomain, storage, { masterKey: key }).secretFor(purpose)
    const secret = await secretOf(masterKey, 'cursors')
    expect(secret).toHaveLength(32)
    expect(await secretOf(masterKey, 'cursors')).toEqual(secret)
    expect(await secretOf(masterKey, 'others')).not.toEqual(secret)
    const other = createRuntime(toyDomain, openMemory(), { masterKey: Buffer.alloc(32, 9).toString('base64') })
    expect(await other.secretFor('cursors')).not.toEqual(secret)
  })
})
