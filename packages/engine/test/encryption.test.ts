import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMemory, type Storage } from '../src/index.js'
import { decryptAll, encrypt } from '../src/privacy/envelope.js'
import { secretsFrom } from '../src/privacy/master-key.js'
import { PersonKeys } from '../src/privacy/person-keys.js'
import { executed, joinClub, logOf, makeRemark, masterKey, openRuntime } from './fixture.js'

const keysOf = (storage: Storage) => new PersonKeys(storage.keys, storage.name, secretsFrom(masterKey))
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
