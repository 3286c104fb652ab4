// A database whose keys are gone, or another's, and folders that may not be written: nothing is made up in their place.
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openStorage } from '../src/storage/open-storage.js'
import { type Ended, resultOf, skein, temporaryFolder } from './skein.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
const call = (...args: readonly string[]): Promise<Ended> => skein(args, { folder })
const small = ['--trainees', '8', '--months', '3', '--households', '4']
const storeOf = (name: string): readonly string[] => ['--store', `sqlite:./${name}`]

beforeAll(async () => {
  for (const name of ['a.db', 'b.db'])
    expect((await call('simulate', ...small, '--json', ...storeOf(name))).code).toBe(0)
}, 120_000)

const copied = (name: string, ends: readonly string[] = ['', '.keys', '.master-key']): string => {
  for (const end of ends) copyFileSync(join(folder, `a.db${end}`), join(folder, name + end))
  return name
}

describe('without its keys', () => {
  it('no command takes a database, whatever was called before, and none makes keys', async () => {
    const name = copied('lost.db', ['', '.master-key'])
    const store = storeOf(name)
    for (const args of [
      ['demo', '--db', `./${name}`],
      ['simulate', ...small, ...store],
      ['journey', 't', ...store],
      ['verify', ...store],
      ['rebuild', '--all', ...store],
    ]) {
      const { code, stdout, stderr } = await call(...args)
      expect([code, stdout]).toEqual([1, ''])
      expect(stderr).toMatch(/^skein: [^\n]*lost\.db\.keys is missing[^\n]*put it back[^\n]*\n$/)
    }
    expect(existsSync(join(folder, `${name}.keys`))).toBe(false)
  })

  it('nor with those of another one', async () => {
    const name = copied('mixed.db')
    copyFileSync(join(folder, 'b.db.keys'), join(folder, `${name}.keys`))
    for (const command of ['report', 'verify']) {
      const { code, stderr } = await call(command, ...storeOf(name))
      expect([code, stderr]).toEqual([1, expect.stringContaining('the keys of another database')])
    }
  })
})

describe('verify counts persons whose values nobody can open', () => {
  const noteOf = async (name: string): Promise<readonly [string, unknown]> => {
    const { code, stdout } = await call('verify', ...storeOf(name))
    expect(code).toBe(0)
    const { sealed } = resultOf(await call('verify', '--json', ...storeOf(name)))
    return [stdout, sealed]
  }

  it('none where all keys are there', async () => {
    const [text, sealed] = await noteOf('a.db')
    expect(text).not.toContain('Note')
    expect(sealed).toEqual({ persons: expect.any(Number), keyless: 0 })
  })

  it('the forgotten, and all', async () => {
    const name = copied('forgotten.db')
    const { persons } = (await noteOf(name))[1] as { readonly persons: number }
    const storage = await openStorage(`sqlite:${join(folder, name)}`)
    const all = new Set<string>()
    for await (const batch of storage.events.readAll())
      for (const { data } of batch)
        for (const [, person = ''] of data.matchAll(/"ciphertext":"[^"]*","person":"([^"]*)"/g)) all.add(person)
    expect(all.size).toBe(persons)
    const [first = '', ...others] = all
    await storage.keys.destroy(first)
    expect(await noteOf(name)).toEqual([expect.stringContaining(`1 of ${persons} persons`), { persons, keyless: 1 }])
    for (const person of others) await storage.keys.destroy(person)
    await storage.close()
    expect(await noteOf(name)).toEqual([expect.stringContaining('none of the'), { persons, keyless: persons }])
  })
})

describe.skipIf(process.platform === 'win32')('a folder that may not be written', () => {
  const shut = join(folder, 'shut')
  beforeAll(() => {
    mkdirSync(shut)
    for (const end of ['', '.keys']) {
      copyFileSync(join(folder, `a.db${end}`), join(shut, `a.db${end}`))
      chmodSync(join(shut, `a.db${end}`), 0o444)
    }
    chmodSync(shut, 0o555)
    chmodSync(folder, 0o755)
    return () => chmodSync(shut, 0o755)
  })
  // root may write everywhere
  const asNobody = (...args: readonly string[]): Promise<Ended> =>
    skein(args, { folder, ...(process.getuid?.() === 0 ? { uid: 65534 } : {}) })

  it('takes no new database, and says so', async () => {
    const { code, stderr } = await asNobody('demo', '--db', 'shut/new.db')
    expect([code, stderr]).toEqual([1, expect.stringMatching(/^skein: shut\/new\.db cannot be made: the folder shut /)])
    const inChinese = await asNobody('demo', '--db', 'shut/new.db', '--lang', 'zh')
    expect(inChinese.stderr).toContain('文件夹 shut 不可写')
  })

  it.each(['status', 'report', 'worklist', 'verify'])('%s says what reading takes', async (command) => {
    const { code, stdout, stderr } = await asNobody(command, '--store', 'sqlite:shut/a.db')
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^skein: shut\/a\.db cannot be read where it is: [^\n]*copy [^\n]*\n$/)
    expect(readdirSync(shut).sort()).toEqual(['a.db', 'a.db.keys'])
  })
})

it('readers leave nothing beside a database', async () => {
  const name = copied('read.db')
  for (const command of ['status', 'report', 'worklist', 'verify'])
    expect((await call(command, ...storeOf(name))).code).toBe(0)
  expect(readdirSync(folder).filter((file) => /^read\.db.*-(wal|shm)$/.test(file))).toEqual([])
  rmSync(join(folder, name))
})
