import type { Envelope } from '@skein/kernel'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMemory, type Storage } from '../src/index.js'
import { decryptAll } from '../src/privacy/decrypt.js'
import { type EnvelopePlace, encrypt } from '../src/privacy/envelope.js'
import { PersonKeys } from '../src/privacy/person-keys.js'
import { secretsOf } from '../src/privacy/store-secret.js'
import { execute, executed, joinClub, logOf, makeRemark, openRuntime } from './fixture.js'

const secrets = secretsOf({
  secret: Buffer.alloc(32, 1),
  wrappingKey: Buffer.alloc(32, 2),
  stored: { id: 's', wrappingId: 'w', wrapped: '' },
})
const keysOf = (storage: Storage) => new PersonKeys(storage.keys, storage.name, secrets)
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

const at = (field: string): EnvelopePlace => ({ stream: 'person-a', command: 'JoinClub', field })

describe('an envelope', () => {
  it('decrypts to the original value, at any depth, and under several keys', async () => {
    await fc.assert(
      fc.asyncProperty(value, async (given) => {
        const plain: unknown = JSON.parse(JSON.stringify(given))
        const one = encrypt(a, at('personal'), plain)
        const both = encrypt(b, at('note'), encrypt(a, at('note'), plain))
        expect(await decryptAll({ deep: [{ one }, { both }], clear: plain }, find)).toEqual({
          deep: [{ one: plain }, { both: plain }],
          clear: plain,
        })
      }),
    )
  })

  it('is equal for the same value, person and place, and differs for any other', () => {
    const textOf = (...given: Parameters<typeof encrypt>) => encrypt(...given).ciphertext
    fc.assert(
      fc.property(value, value, (first, second) => {
        expect(encrypt(a, at('note'), first)).toEqual(encrypt(a, at('note'), first))
        expect(textOf(a, at('note'), first)).not.toBe(textOf(a, at('personal'), first))
        expect(textOf(a, at('note'), first)).not.toBe(textOf(a, { ...at('note'), stream: 'person-b' }, first))
        expect(textOf(a, at('note'), first)).not.toBe(textOf(a, { ...at('note'), command: 'MakeRemark' }, first))
        expect(textOf(a, at('note'), first)).not.toBe(textOf(b, at('note'), first))
        if (JSON.stringify(first) !== JSON.stringify(second))
          expect(textOf(a, at('note'), [first])).not.toBe(textOf(a, at('note'), [second, 1]))
      }),
    )
  })

  it('has one length for names of 1 to 16 characters', () => {
    const lengthOf = (name: string, more: object) =>
      JSON.stringify(encrypt(a, at('personal'), { name, ...more })).length
    for (const more of [{}, { idNumber: '530102199001011234', phone: '13800000000' }]) {
      const lengths = ['a', '鹅', '𠮷'].flatMap((character) =>
        Array.from({ length: 16 }, (_, index) => lengthOf(character.repeat(index + 1), more)),
      )
      expect(new Set(lengths).size).toBe(1)
    }
  })

  it('throws `corrupt` when any character of it was changed, and also once its key is destroyed', async () => {
    const envelope = encrypt(a, at('note'), 'a goose')
    const field = fc.constantFrom(...(Object.keys(envelope) as (keyof Envelope)[]))
    await fc.assert(
      fc.asyncProperty(field, fc.nat(), fc.integer({ min: 1, max: 127 }), async (name, where, bits) => {
        const text = envelope[name]
        const index = where % text.length
        const character = String.fromCharCode(text.charCodeAt(index) ^ bits)
        const changed = { ...envelope, [name]: text.slice(0, index) + character + text.slice(index + 1) }
        await expect(decryptAll(changed, find)).rejects.toMatchObject({ fault: 'corrupt' })
        await expect(decryptAll(changed, async () => new Map())).rejects.toMatchObject({ fault: 'corrupt' })
      }),
      { numRuns: 1_000 },
    )
    const { ciphertext: _, ...without } = envelope
    await expect(decryptAll({ ...without, ciphertext: '' }, find)).rejects.toMatchObject({ fault: 'corrupt' })
    await expect(decryptAll({ ciphertext: 'x' }, find)).rejects.toMatchObject({ fault: 'corrupt' })
  })

  it('reads as erased when any of its keys is gone', async () => {
    const both = encrypt(b, at('note'), encrypt(a, at('note'), 'they met'))
    for (const gone of personKeys.keys())
      expect(
        await decryptAll(
          [both],
          async (persons) => new Map([...(await find(persons))].filter(([person]) => person !== gone)),
        ),
      ).toEqual([{ erased: true }])
  })
})

describe('an encrypted value that was moved', () => {
  const stored = async () => {
    const storage = openMemory()
    const runtime = openRuntime(storage)
    for (const person of ['p', 'q']) await executed(runtime, joinClub(person))
    await executed(runtime, makeRemark('p', 'flies'))
    await executed(runtime, makeRemark('q', 'met p', ['q', 'p']))
    const events = (await logOf(storage)).map(({ stream, type, data }) => ({
      stream,
      type,
      // sound: the toy domain's events have these fields
      data: JSON.parse(data) as { personal?: Envelope; note?: Envelope },
    }))
    return { runtime, events }
  }

  it('is named as corrupt wherever it is put, and decrypts where it belongs', async () => {
    const { runtime, events } = await stored()
    const held = events.map(({ data }) => data.personal ?? data.note)
    for (const [index, { stream, type, data }] of events.entries())
      for (const [from, envelope] of held.entries()) {
        const field = data.personal === undefined ? 'note' : 'personal'
        const event = { type, data: { ...data, [field]: envelope } }
        const opened = runtime.decrypt({ events: [event] }, { stream })
        if (from === index) await expect(opened).resolves.toBeDefined()
        else await expect(opened).rejects.toMatchObject({ fault: 'corrupt' })
      }
  })

  it('is named as corrupt in a document of another person', async () => {
    const { runtime } = await stored()
    await runtime.settle()
    const [p, q] = [await runtime.read('members').get('p'), await runtime.read('members').get('q')]
    const place = { readModel: 'members' }
    expect(await runtime.decrypt(p, place)).toMatchObject({ personal: { name: 'Goose' } })
    // sound: the documents of both persons have the field
    const moved = { ...(p as object), personal: (q as { personal: unknown }).personal }
    await expect(runtime.decrypt(moved, place)).rejects.toMatchObject({ fault: 'corrupt' })
  })

  it('is refused in a command, also from a process', async () => {
    const { runtime, events } = await stored()
    const command = makeRemark('p', 'x')
    const carried = { ...command, data: { ...command.data, note: events[2]?.data.note } } as typeof command
    const place = { at: '2018-06-11T02:00:00.000Z', id: 'c', entry: 0, depth: 1 }
    const reaction = { causedBy: 'person-p@0', place, recordedAt: place.at }
    for (const options of [{}, { reaction }])
      expect(await execute(runtime, carried, options)).toMatchObject({
        left: { _tag: 'Invalid', issues: [{ path: ['data', 'note'], code: 'encrypted' }] },
      })
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
