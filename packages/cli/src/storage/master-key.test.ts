import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { findMasterKey, findOrCreateMasterKey } from './master-key.js'
import { keyFileOf } from './master-key-file.js'

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
  keysUrl: { kind: 'sqlite', path } as const,
})

describe('the master key', () => {
  it('is read from --master-key-file, then the environment, then the file beside the database', () => {
    const file = join(folder, 'named.key')
    const env = { SKEIN_MASTER_KEY: keyOf(2) }
    writeFileSync(file, `${keyOf(1)}\n`)
    writeFileSync(keyFileOf(path), keyOf(3))
    expect(findMasterKey(sources({ file, env }))).toBe(keyOf(1))
    expect(findMasterKey(sources({ env }))).toBe(keyOf(2))
    expect(findMasterKey(sources())).toBe(keyOf(3))
  })

  it('is absent where there is none, and no key is created', () => {
    expect(findMasterKey(sources())).toBeUndefined()
    expect(existsSync(keyFileOf(path))).toBe(false)
  })

  it('is created once for a new database, in a file that only its owner may read', () => {
    const key = findOrCreateMasterKey(sources(), true)
    expect(Buffer.from(key ?? '', 'base64')).toHaveLength(32)
    expect(findOrCreateMasterKey(sources(), true)).toBe(key)
    if (process.platform !== 'win32') expect(statSync(keyFileOf(path)).mode & 0o777).toBe(0o600)
    expect(readFileSync(keyFileOf(path), 'utf8').trim()).toBe(key)
  })

  it('is not created for a database whose key file is gone', () => {
    expect(() => findOrCreateMasterKey(sources(), false)).toThrow('is gone')
    expect(existsSync(keyFileOf(path))).toBe(false)
  })

  it('is not contained in the error where it is malformed', () => {
    const env = { SKEIN_MASTER_KEY: 'not-a-key-but-still-a-secret' }
    expect(() => findMasterKey(sources({ env }))).toThrow(/^(?!.*still-a-secret).*SKEIN_MASTER_KEY/)
  })
})
