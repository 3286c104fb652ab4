import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findMasterKey, findOrMakeMasterKey, keyFileBeside } from './master-key.js'

const folder = mkdtempSync(join(tmpdir(), 'skein-key-'))
afterAll(() => rmSync(folder, { recursive: true }))

const keyOf = (byte: number): string => Buffer.alloc(32, byte).toString('base64')
let count = 0
let path = ''
beforeEach(() => {
  count += 1
  path = join(folder, `${count}.db`)
})
const sources = (more: { file?: string; env?: Record<string, string> } = {}) => ({
  env: more.env ?? {},
  file: more.file,
  store: { kind: 'sqlite', path } as const,
})

describe('the master key', () => {
  it('is taken from the named file, then the environment, then beside the database', () => {
    const file = join(folder, 'named.key')
    const env = { SKEIN_MASTER_KEY: keyOf(2) }
    writeFileSync(file, `${keyOf(1)}\n`)
    writeFileSync(keyFileBeside(path), keyOf(3))
    expect(findMasterKey(sources({ file, env }))).toBe(keyOf(1))
    expect(findMasterKey(sources({ env }))).toBe(keyOf(2))
    expect(findMasterKey(sources())).toBe(keyOf(3))
  })

  it('is absent where there is none, and not made up', () => {
    expect(findMasterKey(sources())).toBeUndefined()
    expect(existsSync(keyFileBeside(path))).toBe(false)
  })

  it('is made once for a new database, for its owner alone', () => {
    const key = findOrMakeMasterKey(sources(), true)
    expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32)
    expect(findOrMakeMasterKey(sources(), true)).toBe(key)
    if (process.platform !== 'win32') expect(statSync(keyFileBeside(path)).mode & 0o777).toBe(0o600)
    expect(readFileSync(keyFileBeside(path), 'utf8').trim()).toBe(key)
  })

  it('is not replaced by a new one where a database was written with one that is gone', () => {
    expect(() => findOrMakeMasterKey(sources(), false)).toThrow('is gone')
    expect(existsSync(keyFileBeside(path))).toBe(false)
  })

  it('is never repeated when it is none', () => {
    const env = { SKEIN_MASTER_KEY: 'not-a-key-but-still-a-secret' }
    expect(() => findMasterKey(sources({ env }))).toThrow(/^(?!.*still-a-secret).*SKEIN_MASTER_KEY/)
  })
})
