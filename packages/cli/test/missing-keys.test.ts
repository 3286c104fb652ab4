// A database whose key file is missing, or belongs to another database, is not opened; no key file is created for it.
import { copyFileSync, existsSync, readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { runMain, temporaryFolder } from './skein.js'
import { callOn, copyStore, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
const small = ['--trainees', '8', '--months', '3', '--households', '4']
let path: string
let otherPath: string
beforeAll(async () => {
  path = await simulatedStore(folder, 'a.db', small)
  otherPath = await simulatedStore(folder, 'b.db', small)
}, 60_000)
afterAll(remove)

it('every command fails where the keys of persons are missing, and creates none', async () => {
  const copy = copyStore(path, 'no-keys.db', ['', '.master-key'])
  const store = ['--store', storeUrl(copy)]
  for (const args of [
    ['demo', '--db', copy],
    ['simulate', ...small, ...store],
    ['journey', 't', ...store],
    ['report', ...store],
    ['verify', ...store],
    ['rebuild', '--all', ...store],
  ]) {
    const { code, stdout, stderr } = await runMain([...args, '--lang', 'en'])
    expect([code, stdout]).toEqual([1, ''])
    expect(stderr).toMatch(/^skein: [^\n]*no-keys\.db\.keys is missing[^\n]*put it back[^\n]*\n$/)
  }
  expect(existsSync(`${copy}.keys`)).toBe(false)
})

it('commands fail with the key file of another database', async () => {
  const copy = copyStore(path, 'mixed.db')
  copyFileSync(`${otherPath}.keys`, `${copy}.keys`)
  for (const command of ['report', 'verify']) {
    const { code, stderr } = await callOn(copy)(command, '--lang', 'en')
    expect([code, stderr]).toEqual([1, expect.stringContaining('the keys of another database')])
  }
})

describe('--master-key-file', () => {
  it('must exist, even for commands that need no master key', async () => {
    const { code, stderr } = await callOn(path)('status', '--master-key-file', 'nope')
    expect([code, stderr]).toEqual([2, expect.stringContaining('nope')])
  })
})

it('reading leaves no SQLite files beside the database', async () => {
  const copy = copyStore(path, 'read.db')
  for (const command of ['status', 'report', 'worklist', 'verify']) expect((await callOn(copy)(command)).code).toBe(0)
  expect(readdirSync(folder).filter((file) => /^read\.db.*-(wal|shm)$/.test(file))).toEqual([])
})
