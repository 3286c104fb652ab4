import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createRuntime, type KeyProvider, openMemory, rotateKeys, type Storage, type WrappedKey } from '../src/index.js'
import { clock, execute, executed, joinClub, logOf, makeRemark, masterKey, rejectedBy } from './fixture.js'
import { toyDomain } from './toy-domain.js'

const newMasterKey = Buffer.alloc(32, 8).toString('base64')
const runtimeWith = (storage: Storage, key: string | KeyProvider) =>
  createRuntime(toyDomain, storage, { clock, masterKey: key })

const storedKeys = async ({ keys }: Storage) => ({
  secret: await keys.secret(),
  keys: [...(await keys.find(['person-p', 'person-q']))],
})

/** A store with the same events, and keys as they were copied earlier. */
const withKeys = async (storage: Storage, copied: Awaited<ReturnType<typeof storedKeys>>): Promise<Storage> => {
  const { keys } = openMemory()
  if (copied.secret !== undefined) await keys.addSecret(copied.secret)
  for (const [person, key] of copied.keys) await keys.add(person, key)
  return { ...storage, keys }
}

describe('rotateKeys', () => {
  it('lets the new master key do what the old one did, and changes no event', async () => {
    const storage = openMemory()
    const before = runtimeWith(storage, masterKey)
    await executed(before, joinClub('p', '530102199001011234', 'Grey Goose'), { commandId: 'c1' })
    await executed(before, makeRemark('p', 'flies'), { commandId: 'c2' })
    const [log, copied] = [await logOf(storage), await storedKeys(storage)]
    const secret = await before.secretFor('cursors')

    expect(await rotateKeys(storage, { from: masterKey, to: newMasterKey })).toEqual({ persons: 1, isRotated: true })
    expect(await logOf(storage)).toEqual(log)
    const after = runtimeWith(storage, newMasterKey)
    expect(await executed(after, makeRemark('p', 'flies'), { commandId: 'c2' })).toMatchObject({ duplicate: true })
    expect(await rejectedBy(after, makeRemark('p', 'other'), { commandId: 'c2' })).toBe('command-id-reused')
    expect(await rejectedBy(after, joinClub('q', '530102199001011234'))).toBe('J2')
    expect(await after.secretFor('cursors')).toEqual(secret)
    const data: unknown = JSON.parse(log[0]?.data ?? '')
    expect(await after.decrypt(data)).toMatchObject({ personal: { name: 'Grey Goose' } })

    // neither the old master key nor keys that were copied earlier open anything together with the other one
    await expect(runtimeWith(storage, masterKey).decrypt(data)).rejects.toMatchObject({ _tag: 'MasterKeyError' })
    const old = runtimeWith(await withKeys(storage, copied), newMasterKey)
    await expect(old.decrypt(data)).rejects.toMatchObject({ _tag: 'MasterKeyError' })
  })

  it('stops programs that run with the old master key from storing keys', async () => {
    const storage = openMemory()
    const before = runtimeWith(storage, masterKey)
    await executed(before, joinClub('p'))
    await rotateKeys(storage, { from: masterKey, to: newMasterKey })
    expect(await execute(before, joinClub('q'))).toMatchObject({
      left: { _tag: 'Unavailable', written: 'no', cause: { _tag: 'MasterKeyError' } },
    })
    await executed(runtimeWith(storage, newMasterKey), joinClub('q'))
  })

  it('changes nothing when it is repeated, for another master key, or without keys', async () => {
    const storage = openMemory()
    await expect(rotateKeys(storage, { from: masterKey, to: newMasterKey })).rejects.toMatchObject({ fault: 'missing' })
    await executed(runtimeWith(storage, masterKey), joinClub('p'))
    const other = Buffer.alloc(32, 9).toString('base64')
    await expect(rotateKeys(storage, { from: other, to: newMasterKey })).rejects.toMatchObject({
      _tag: 'MasterKeyError',
    })
    await rotateKeys(storage, { from: masterKey, to: newMasterKey })
    const rotated = await storedKeys(storage)
    expect(await rotateKeys(storage, { from: masterKey, to: newMasterKey })).toEqual({ persons: 0, isRotated: false })
    expect(await storedKeys(storage)).toEqual(rotated)
  })

  it('changes nothing where a key is damaged', async () => {
    const storage = openMemory()
    await executed(runtimeWith(storage, masterKey), joinClub('p'))
    const damaged: WrappedKey = { keyId: 'k', wrapped: 'damaged' }
    await storage.keys.add('person-q', damaged)
    const before = await storedKeys(storage)
    await expect(rotateKeys(storage, { from: masterKey, to: newMasterKey })).rejects.toMatchObject({ fault: 'corrupt' })
    expect(await storedKeys(storage)).toEqual(before)
  })
})

describe('a key provider', () => {
  it('holds the master key: it is asked to encrypt the secret of the store once, and never for a person', async () => {
    const calls: string[] = []
    const kept = new Map<string, Uint8Array>()
    const provider: KeyProvider = {
      async wrap(secret, context) {
        calls.push('wrap')
        kept.set(context, secret)
        return 'kept by the provider'
      },
      async unwrap(_wrapped, context) {
        calls.push('unwrap')
        return kept.get(context)
      },
    }
    const storage = openMemory()
    const runtime = runtimeWith(storage, provider)
    for (const person of ['p', 'q']) await executed(runtime, joinClub(person))
    expect(calls).toEqual(['wrap'])
    const data: unknown = JSON.parse((await logOf(storage))[1]?.data ?? '')
    expect(await runtimeWith(storage, provider).decrypt(data)).toMatchObject({ personal: { name: 'Goose' } })
    expect(calls).toEqual(['wrap', 'unwrap'])
    // to a key that the program itself holds
    expect(await rotateKeys(storage, { from: provider, to: newMasterKey })).toMatchObject({ persons: 2 })
    expect(await runtimeWith(storage, newMasterKey).decrypt(data)).toMatchObject({ personal: { name: 'Goose' } })
  })
})

describe('the hash of a command', () => {
  it('covers what was sent: a default that is added later changes nothing for repeats', async () => {
    const storage = openMemory()
    await executed(runtimeWith(storage, masterKey), joinClub('p'), { commandId: 'c' })
    const { person, ...others } = Object.fromEntries(toyDomain.aggregates.map((one) => [one.name, one]))
    const join = person?.commands.JoinClub
    if (person === undefined || join === undefined) throw new Error('the toy domain has it')
    const data = join.schema.shape.data.extend({ card: z.string().default('paper') })
    const commands = { ...person.commands, JoinClub: { ...join, schema: join.schema.extend({ data }) } }
    const later = { ...toyDomain, aggregates: [{ ...person, commands }, ...Object.values(others)] }
    const runtime = createRuntime(later, storage, { clock, masterKey })
    expect(await runtime.execute(joinClub('p'), { commandId: 'c', actor: 'clerk-7' })()).toMatchObject({
      right: { duplicate: true },
    })
  })

  it('cannot be compared for a person who was forgotten and has a new key since', async () => {
    const runtime = runtimeWith(openMemory(), masterKey)
    await executed(runtime, joinClub('p'), { commandId: 'c' })
    await runtime.forget('person-p')
    await executed(runtime, makeRemark('p', 'is back'))
    expect(await executed(runtime, joinClub('p'), { commandId: 'c' })).toMatchObject({ duplicate: true })
  })
})
