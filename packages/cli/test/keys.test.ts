// Another master key for a store, and keys beside an empty database.
import { randomBytes } from 'node:crypto'
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { resultOf, runMain, temporaryFolder } from './skein.js'
import { callOn, copyStore, simulatedStore, storeUrl } from './stores.js'

const { folder, remove } = temporaryFolder()
afterAll(remove)
let path: string
const newKeyFile = join(folder, 'new.key')

beforeAll(async () => {
  path = await simulatedStore(folder, 'a.db')
  writeFileSync(newKeyFile, randomBytes(32).toString('base64'))
}, 60_000)

describe('keys rotate', () => {
  it('gives the store another master key, and repeats do nothing', async () => {
    const call = callOn(copyStore(path, 'rotated.db'))
    const before = await call('verify', '--json')
    expect(await call('keys', 'rotate', '--new-key-file', newKeyFile, '--lang', 'en')).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^The keys of \d+ persons are encrypted under the master key in /),
    })
    expect(resultOf(await call('keys', 'rotate', '--new-key-file', newKeyFile, '--json'))).toEqual({
      ok: true,
      rotated: false,
      persons: 0,
    })
    expect(resultOf(await call('verify', '--json'))).toEqual(resultOf(before))
    const simulate = ['simulate', '--trainees', '8', '--months', '3']
    expect((await call(...simulate)).stderr).toContain('rotated to another one since')
    expect(await call(...simulate, '--master-key-file', newKeyFile)).toMatchObject({ code: 0 })
  })

  it('names what is missing', async () => {
    const call = callOn(path)
    expect(await call('keys', 'rotate')).toMatchObject({ code: 2 })
    expect(await call('keys', 'rotate', '--new-key-file', join(folder, 'none'))).toMatchObject({ code: 2 })
    expect(await call('keys', 'turn', '--lang', 'en')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('use rotate or adopt'),
    })
  })
})

describe('keys adopt', () => {
  it('accepts the keys beside an empty database, which is refused without it', async () => {
    const copy = copyStore(path, 'lost.db')
    const keys = readFileSync(`${copy}.keys`)
    rmSync(copy)
    const simulate = ['simulate', '--trainees', '8', '--months', '3', '--store', storeUrl(copy), '--lang', 'en']
    expect((await runMain(simulate)).stderr).toContain('`skein keys adopt`')
    expect(readFileSync(`${copy}.keys`).equals(keys)).toBe(true)
    expect(await callOn(copy)('keys', 'adopt')).toMatchObject({ code: 0 })
    expect(await runMain(simulate)).toMatchObject({ code: 0 })
  })
})
