import { describe, expect, it } from 'vitest'
import { createReader, createRuntime, openMemory, type Storage } from '../src/index.js'
import { clock, execute, executed, joinClub, logOf, masterKey, misconfigured, openShow } from './fixture.js'
import { toyDomain } from './toy-domain.js'

describe('the master key', () => {
  const durable = (): Storage => ({ ...openMemory(), ephemeral: false, name: 'sqlite:./base.db' })
  const runtimeWith = (storage: Storage, key?: string) =>
    createRuntime(toyDomain, storage, { clock, ...(key === undefined ? {} : { masterKey: key }) })

  it('when missing is reported by createRuntime on a store that keeps its data, with how to make one', () => {
    for (const key of [undefined, ''])
      expect(misconfigured(() => runtimeWith(durable(), key))).toEqual([
        {
          en: 'createRuntime: `masterKey` is missing. sqlite:./base.db keeps its data, so personal values and command ids need the same key in every run. Make one with `openssl rand -base64 32`, keep it safe, and pass it as `masterKey`. A program that only reads needs none: `createReader(domain, storage)`.',
          zh: 'createRuntime:缺少 `masterKey`。sqlite:./base.db 会保留数据,加密个人信息和核对命令编号在每次运行时都需要同一主密钥。可用 `openssl rand -base64 32` 生成,妥善保管,并以 `masterKey` 传入。只读的程序不需要主密钥:`createReader(domain, storage)`。',
        },
      ])
  })

  it('is not needed to read', async () => {
    const storage = durable()
    await executed(runtimeWith(storage, masterKey), openShow('s', 1))
    await runtimeWith(storage, masterKey).settle()
    expect(await createReader(toyDomain, storage).read('seating').get('show:s')).toMatchObject({ seats: 1 })
  })

  it('when malformed is reported by createRuntime, which does not repeat it', () => {
    for (const key of ['short', 'x'.repeat(44), Buffer.alloc(31).toString('base64'), '***'])
      expect(misconfigured(() => runtimeWith(durable(), key))).toEqual([
        {
          en: 'createRuntime: `masterKey` cannot be used. Expected 32 bytes in base64, such as `openssl rand -base64 32` prints, or a key provider with `wrap` and `unwrap`.',
          zh: 'createRuntime:`masterKey` 不可用。应为 base64 编码的 32 字节(可用 `openssl rand -base64 32` 生成),或带有 `wrap` 与 `unwrap` 的密钥提供者。',
        },
      ])
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
  it('is the same in every process with the master key, and another one for another purpose or store', async () => {
    const storage = openMemory()
    const secretOf = (key: string, purpose: string) =>
      createRuntime(toyDomain, storage, { masterKey: key }).secretFor(purpose)
    const secret = await secretOf(masterKey, 'cursors')
    expect(secret).toHaveLength(32)
    expect(await secretOf(masterKey, 'cursors')).toEqual(secret)
    expect(await secretOf(masterKey, 'others')).not.toEqual(secret)
    const other = createRuntime(toyDomain, openMemory(), { masterKey })
    expect(await other.secretFor('cursors')).not.toEqual(secret)
  })
})
