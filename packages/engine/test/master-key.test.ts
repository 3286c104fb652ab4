import { describe, expect, it } from 'vitest'
import { createRuntime, MasterKeyError, openMemory, type Storage } from '../src/index.js'
import { clock, execute, executed, joinClub, logOf, masterKey, openShow } from './fixture.js'
import { toyDomain } from './toy-domain.js'

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

describe('a secret for one purpose', () => {
  it('is the same in every process with the master key, and another one for another purpose or key', async () => {
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
